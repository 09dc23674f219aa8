/*---
claim = """Where one automatic port is left and an unbound client has it, a client that is bound to another
           source address and port 0 gets it too."""
question = "Can a client bound to another address and port 0 get the port of an unbound client?"
says = [{doc = "cloudflare-quantum-2023", at = "quiz 2: the first one connects unbound, the second one is bound to another source address and port 0: shared too"}]
catalogue = ["cq-2"]
needs = ["own-stack", "second-address"]
tags = ["tcp", "ports", "ephemeral", "client", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket destination = listening("destination", {}, wildcard_address());
  narrow_automatic_ports(1);
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.connect(loopback(destination.port())));
  CLAIM(outcomes_of({second.bind(second_local()), second.connect(loopback(destination.port()))}), "ok, ok");
}
