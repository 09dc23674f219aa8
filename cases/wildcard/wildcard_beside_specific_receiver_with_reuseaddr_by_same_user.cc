/*---
claim = """A server with SO_REUSEADDR receives on a specific address; a process of the same user takes the
           wildcard of the same port with the same option, and does not receive what is sent to that
           address."""
question = "Can two processes of mine have one UDP port at one address and the wildcard, with SO_REUSEADDR?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, SO_REUSEADDR then SO_REUSEADDR, specific then wildcard: Success", on = ["winsock"]},
        {doc = "linux-udp-c", at = "bind: both sockets have SO_REUSEADDR", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 7: specific address first, then the wildcard, option on the newcomer: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
catalogue = ["fi-33", "so-t7"]
needs = ["two-processes"]
tags = ["udp", "wildcard", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseaddr}, loopback());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "not stolen");
}
