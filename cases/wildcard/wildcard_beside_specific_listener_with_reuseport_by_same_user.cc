/*---
claim = """A server with SO_REUSEPORT listens on a specific address; a process of the same user takes the
           wildcard of the same port with the same option, and does not receive what is sent to that
           address."""
question = "Can two processes of mine listen on one address and the wildcard, both with SO_REUSEPORT?"
says = [{doc = "freebsd-in-pcb", at = "in_pcblookup_hash_wild_locked: exact address first", on = ["freebsd"]}]
catalogue = ["fi-33"]
needs = ["two-processes"]
tags = ["tcp", "wildcard", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseport}, loopback());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "not stolen");
}
