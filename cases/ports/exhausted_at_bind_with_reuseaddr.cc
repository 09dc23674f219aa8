/*---
claim = """bind() with port 0 does not choose a port that is in use, not even where every socket has
           SO_REUSEADDR and no other port is left."""
question = "Can bind() to port 0 with SO_REUSEADDR choose a port that is already in use?"
says = [{doc = "linux-ip-sysctl", at = "ip_autobind_reuse", on = ["linux"]}]
catalogue = ["autobind-reuse"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range, {reuseaddr});
  Socket socket = tcp("one more");
  GIVEN(socket.set(reuseaddr));
  CLAIM(socket.bind(loopback()), fails_with("EADDRINUSE"));
}
