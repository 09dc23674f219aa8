/*---
claim = """A plain bind of another address of a port that connect() chose spoils the port: an unbound client
           no longer gets it for another destination."""
question = "Does a bind on another address keep connect() from sharing a client's port?"
says = [{doc = "cloudflare-quantum-2023", at = "state test from_neg_2: a plain bind of another address of a port that connect() chose spoils the port"}]
catalogue = ["cq-sticky"]
needs = ["own-stack", "second-address"]
tags = ["tcp", "ports", "ephemeral", "client", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket destination = listening("destination");
  Socket elsewhere = listening("another destination");
  const PortRange range = narrow_automatic_ports(1);
  Socket first = tcp("first");
  GIVEN(first.connect(destination.local()));
  Socket holder = tcp("holder");
  GIVEN(holder.bind(second_local(range.first)));
  Socket client = tcp("client");
  CLAIM(client.connect(elsewhere.local()), fails_with("EADDRNOTAVAIL"));
}
