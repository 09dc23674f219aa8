/*---
claim = """connect() of a socket that is not bound prefers ports of the parity of the first one of the range:
           even ones, where that is even."""
question = "Does connect() prefer odd or even ports?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_find_open_port: odd port, even ones left for connect()"},
        {doc = "linux-inet-hashtables", at = "__inet_hash_connect: offset &= ~1"}]
catalogue = ["port-parity"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "parity", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = serving("destination", {}, loopback());
  narrow_automatic_ports(40);
  std::vector<Socket> sockets;
  for (int i = 1; i <= 15; ++i) {
    sockets.push_back(tcp("socket " + std::to_string(i)));
    GIVEN(sockets.back().connect(destination.local()));
  }
  CLAIM(parity_of(sockets), "even");
}
