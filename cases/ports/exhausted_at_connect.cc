/*---
claim = """When every automatic port is bound, connect() of a TCP socket that is not bound fails with
           EADDRNOTAVAIL."""
question = "Which error does a TCP connect() give when every automatic port is bound?"
says = [{doc = "linux-connect-2", at = "ERRORS, EADDRNOTAVAIL", on = ["linux"]},
        {doc = "gvisor-tcp", at = "connect: ErrNoPortAvailable, EAGAIN", predicts = "EAGAIN"}]
catalogue = ["ephemeral-exhaust-connect", "x-eph-conn"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range);
  Socket client = tcp("one more");
  CLAIM(client.connect(destination.local()), fails_with("EADDRNOTAVAIL"));
}
