/*---
claim = """listen() on a socket that is not bound takes a port of the range that net.ipv4.ip_local_port_range
           gives."""
question = "Does listen() without bind() take a port from ip_local_port_range?"
says = [{doc = "linux-ip-7", at = "/proc interfaces, ip_local_port_range", on = ["linux"]},
        {doc = "linux-listen-2", at = "ERRORS, EADDRINUSE, second entry: bound to an ephemeral port", on = ["linux"]}]
catalogue = ["ephemeral-range"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "listen"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const PortRange range = narrow_automatic_ports(4);
  Socket socket = tcp("socket");
  needs(socket.listen().is_ok(), "a listen() that binds");
  CLAIM(place_of(socket.port(), range), "inside");
}
