/*---
claim = """A server with SO_REUSEADDR receives on the wildcard address; a process of the same user sets
           SO_REUSEADDR, takes a specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the datagrams of a wildcard UDP server if both set SO_REUSEADDR?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, SO_REUSEADDR then SO_REUSEADDR, wildcard then specific: Success", on = ["winsock"]},
        {doc = "linux-udp-c", at = "bind: both sockets have SO_REUSEADDR", on = ["linux"]}]
catalogue = ["fi-32"]
needs = ["two-processes"]
tags = ["udp", "wildcard", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseaddr}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
