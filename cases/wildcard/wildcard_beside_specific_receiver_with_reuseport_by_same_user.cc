/*---
claim = """A server with SO_REUSEPORT receives on a specific address; a process of the same user takes the
           wildcard of the same port with the same option, and does not receive what is sent to that
           address."""
question = "Can two processes of mine have one UDP port at one address and the wildcard, with SO_REUSEPORT?"
says = [{doc = "freebsd-in-pcb", at = "in_pcblookup_hash_wild_locked: exact address first", on = ["freebsd"]}]
catalogue = ["fi-33"]
needs = ["two-processes"]
tags = ["udp", "wildcard", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseport}, loopback());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "not stolen");
}
