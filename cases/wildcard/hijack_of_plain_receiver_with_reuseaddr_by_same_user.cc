/*---
claim = """A server without any option receives on the wildcard address; a process of the same user sets
           SO_REUSEADDR, takes a specific address of the same port and receives what is sent there."""
question = "Can another process of mine with SO_REUSEADDR take the datagrams of a plain wildcard UDP server?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then SO_REUSEADDR, wildcard then specific: Success", on = ["winsock"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 6: wildcard first, then a specific address, option on the newcomer: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
catalogue = ["fi-32", "so-t6"]
needs = ["two-processes"]
tags = ["udp", "wildcard", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
