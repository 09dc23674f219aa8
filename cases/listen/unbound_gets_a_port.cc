/*---
claim = "A socket that listens without having been bound gets a port of the system's choice."
question = "Does listen() on a socket that was never bound get a port?"
says = [{doc = "linux-ip-7", at = "ip_local_port_range, list of circumstances: listen(2)", on = ["linux"]}]
catalogue = ["listen-unbound-autobind"]
tags = ["tcp", "listen", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket unbound = tcp("unbound");
  const Outcome listens = unbound.listen();
  CLAIM(!listens.is_ok() ? listens : unbound.port() != 0 ? "a port" : "no port", "a port");
}
