/*---
claim = """connect() of a socket that is not bound may choose the port that it connects to: where nobody
           listens there, the client is connected to itself."""
question = "Can a client be connected to itself because the system chose its destination's port?"
says = [{doc = "rfc9293", at = "3.5, simultaneous open"}]
needs = ["own-stack"]
tags = ["tcp", "connect", "ports", "ephemeral", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const PortRange range = narrow_automatic_ports(1);
  Socket client = tcp("client");
  CLAIM(client.connect(loopback(range.first)), succeeds());
}
