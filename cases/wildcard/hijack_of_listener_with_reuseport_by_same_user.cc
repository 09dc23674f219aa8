/*---
claim = """A server with SO_REUSEPORT listens on the wildcard address; a process of the same user sets
           SO_REUSEPORT, takes a specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the connections of a wildcard server if both set SO_REUSEPORT?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"}]
catalogue = ["fi-32"]
needs = ["two-processes"]
tags = ["tcp", "wildcard", "hijack", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseport}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
