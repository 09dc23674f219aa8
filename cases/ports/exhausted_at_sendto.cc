/*---
claim = """When every automatic port is bound, sendto() of a datagram socket that is not bound fails with
           EAGAIN."""
question = "Which error does sendto() without bind() give when no automatic port is left?"
says = [{doc = "linux-send-2", at = "ERRORS, EAGAIN, Internet domain datagram sockets", on = ["linux"]}]
catalogue = ["ephemeral-exhaust-udp"]
needs = ["own-stack"]
tags = ["udp", "ports", "ephemeral", "exhaustion"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket destination = serving("destination", {}, loopback());
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range);
  Socket client = udp("one more");
  CLAIM(client.send_to(destination.local(), "hello"), fails_with("EAGAIN"));
}
