/*---
claim = """A server without any option receives on a specific address; a process of the same user takes the
           wildcard of the same port, and does not receive what is sent to that address."""
question = """Can another process of mine bind the wildcard of a port that a plain UDP server has at one
              address?"""
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then Default, specific then wildcard: Success", on = ["winsock"]}]
disputed_by = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 5: specific address first, then the wildcard, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-33", "so-t5"]
needs = ["two-processes"]
tags = ["udp", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {}, loopback());

  Socket thief = make_socket(intruder, "thief");
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "not stolen");
}
