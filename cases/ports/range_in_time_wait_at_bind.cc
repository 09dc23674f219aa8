/*---
claim = """When every port of a range is in TIME_WAIT, a client that binds to a port of that range before it
           connects can make no further connection."""
question = "Can a client bind a port of the range when every port there is in TIME_WAIT?"
says = [{doc = "fine-address-in-use", at = "Client disconnects first, third paragraph: the process stopped", predicts = ["EADDRINUSE", "EADDRNOTAVAIL", "EAGAIN"]},
        {doc = "linux-bind-2", at = "ERRORS, EADDRINUSE, second entry", on = ["linux"]},
        {doc = "kerrisk-tlpi-61", at = "p. 1280: a client that binds a port of its own can meet the same error"}]
catalogue = ["fi-38", "tl-client-port"]
needs = ["own-stack", "tcp-state"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);
  leave_range_in_time_wait(destination, range, Way::bind_first);

  Socket client = tcp("one client more");
  CLAIM(client.bind(loopback()), fails_with("EADDRINUSE"));
}
