/*---
claim = """When the remote side of each connection disconnects first, a loop of connections over a small range
           of ports never runs out of them."""
question = "Can a client make connections without end over few ports if the server always closes first?"
says = [{doc = "fine-address-in-use", at = "Client disconnects first, third paragraph: Removing the -n option"}]
catalogue = ["fi-39"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_local_time_wait();
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);

  Outcome last = succeeds();
  for (int i = 0; i < 10 * range.size() && last.is_ok(); ++i) {
    Socket client = tcp("client");
    last = client.bind(loopback());
    if (last.is_ok()) last = client.connect(destination.local());
    if (!last.is_ok()) break;
    GIVEN(destination.accept("remote side").close());
    GIVEN(client.receive(), "eof");
  }
  CLAIM(last, succeeds());
}
