/*---
claim = "When every automatic port is bound, listen() on a socket that is not bound fails with EADDRINUSE."
question = "Which error does listen() without bind() give when no automatic port is left?"
says = [{doc = "linux-listen-2", at = "ERRORS, EADDRINUSE, second entry", on = ["linux"]}]
catalogue = ["ephemeral-exhaust-listen"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "listen"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range);
  Socket socket = tcp("one more");
  CLAIM(socket.listen(), fails_with("EADDRINUSE"));
}
