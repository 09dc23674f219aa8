/*---
claim = """A bind with SO_REUSEADDR of another address of a port that connect() chose leaves the port usable:
           an unbound client gets it for another destination."""
question = "Can connect() still share a client's port after a bind with SO_REUSEADDR on another address?"
says = [{doc = "cloudflare-quantum-2023", at = "state test from_neg_3: with SO_REUSEADDR on that bind the port stays usable"}]
catalogue = ["cq-sticky-ra"]
needs = ["own-stack", "second-address"]
tags = ["tcp", "ports", "ephemeral", "client", "4-tuple", "SO_REUSEADDR"]
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
  GIVEN(holder.set(reuseaddr));
  GIVEN(holder.bind(second_local(range.first)));
  Socket client = tcp("client");
  CLAIM(client.connect(elsewhere.local()), succeeds());
}
