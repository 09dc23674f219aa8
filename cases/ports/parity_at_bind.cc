/*---
claim = """bind() with port 0 prefers ports of the other parity than the first one of the range: odd ones,
           where that is even."""
question = "Does bind() to port 0 prefer odd or even ports?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_find_open_port: odd port"}]
catalogue = ["port-parity"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "parity"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  narrow_automatic_ports(40);
  std::vector<Socket> sockets;
  for (int i = 1; i <= 20; ++i) {
    sockets.push_back(tcp("socket " + std::to_string(i)));
    GIVEN(sockets.back().bind(loopback()));
  }
  CLAIM(parity_of(sockets), "odd");
}
