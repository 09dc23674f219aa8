/*---
claim = """A server with SO_REUSEPORT receives on the wildcard address; a process of the same user sets
           SO_REUSEPORT, takes a specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the datagrams of a wildcard UDP server if both set SO_REUSEPORT?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"}]
catalogue = ["fi-32"]
needs = ["two-processes"]
tags = ["udp", "wildcard", "hijack", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseport}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
