/*---
claim = """Where net.ipv4.ip_autobind_reuse is 1, bind() with port 0 chooses a port that is in use if every
           socket has SO_REUSEADDR and no other port is left."""
question = "Does ip_autobind_reuse let bind() to port 0 choose a port that is in use?"
says = [{doc = "linux-ip-sysctl", at = "ip_autobind_reuse", on = ["linux"]}]
catalogue = ["autobind-reuse"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.ip_autobind_reuse", "1"));
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range, {reuseaddr});
  Socket socket = tcp("one more");
  GIVEN(socket.set(reuseaddr));
  CLAIM(socket.bind(loopback()), succeeds());
}
