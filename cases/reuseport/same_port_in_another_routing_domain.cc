/*---
claim = "Routing domains have ports of their own: an address that is bound in one can be bound in another."
question = "Can an address be bound twice in two routing domains?"
says = [{doc = "openbsd-in-pcb", at = "in_pcblookup_local_lock: rdomain differs, continue", on = ["openbsd"]},
        {doc = "openbsd-rdomain-4", at = "Routing domains: separate address space", on = ["openbsd"]}]
catalogue = ["ob-rdomain"]
needs = ["root"]
tags = ["tcp", "udp", "wildcard", "routing-domain", "SO_RTABLE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Socket here = serving("here", {}, wildcard_address());

  Socket there = make_socket("there");
  needs(there.set(rtable, 1).is_ok(), "a second routing domain (SO_RTABLE 1)");
  CLAIM(there.bind(wildcard_address(here.port())), succeeds());
}
