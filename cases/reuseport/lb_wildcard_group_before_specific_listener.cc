/*---
claim = """A SO_REUSEPORT_LB group on the wildcard address is asked before a single listener of a specific address:
           the single listener receives nothing."""
question = "Does a SO_REUSEPORT_LB group on the wildcard take connections from a specific listener?"
says = [{doc = "freebsd-in-pcb", at = "in_pcblookup_hash_locked: in_pcblookup_lbgroup before the wildcard list", on = ["freebsd"]}]
catalogue = ["fb-lb-prec"]
tags = ["tcp", "wildcard", "hijack", "SO_REUSEPORT_LB", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket group = serving("group", {reuseport_lb}, wildcard_address());

  Socket single = tcp("single");
  GIVEN(single.set(reuseaddr));
  CLAIM(hijack(group, single, loopback(group.port())), "not stolen");
}
