/*---
claim = """When every automatic port has a connection, bind() with port 0 fails with EADDRINUSE, whatever the
           destinations are."""
question = "Does bind() to port 0 fail when every automatic port has a connection?"
says = [{doc = "linux-bind-2", at = "ERRORS, EADDRINUSE, second entry: all port numbers are currently in use", on = ["linux"]}]
catalogue = ["ephemeral-connect-shares-ports"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);
  const auto clients = connect_all(range, destination.local());
  Socket socket = tcp("one more");
  CLAIM(socket.bind(loopback()), fails_with("EADDRINUSE"));
}
