/*---
claim = """bind() to port 0 with SO_REUSEADDR takes a port from the lower half of the range first, and leaves the upper half to
           sockets without it."""
question = "Does bind() to port 0 with SO_REUSEADDR use only the lower half of the range first?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_find_open_port: attempt_half"}]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const PortRange range = narrow_automatic_ports(160);
  std::vector<Socket> sockets;
  for (int i = 0; i < 30; ++i) {
    sockets.push_back(tcp("socket " + std::to_string(i + 1)));
    GIVEN(sockets.back().set(reuseaddr));
    GIVEN(sockets.back().bind(loopback()));
  }
  CLAIM(half_of(sockets, range), "lower half");
}
