/*---
claim = """A port that a plain bind spoiled for connect() stays so when that socket has closed, while the
           client still holds it."""
question = "Can connect() share a client's port again once the socket that was bound there has closed?"
says = [{doc = "cloudflare-quantum-2023", at = "state tests: the spoiled state lasts although the spoiling socket is closed, while another one holds the port (unchecked)"}]
catalogue = ["cq-sticky-after"]
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
  GIVEN(holder.close());
  Socket client = tcp("client");
  CLAIM(client.connect(elsewhere.local()), fails_with("EADDRNOTAVAIL"));
}
