/*---
claim = """A UDP socket with SO_REUSEADDR on a specific address receives what is sent there, beside one with
           SO_REUSEADDR on the wildcard address of that port."""
question = "Does a UDP socket on a specific address receive before one on the wildcard?"
says = [{doc = "freebsd-in-pcb", at = "in_pcblookup_hash_wild_locked: exact address first"},
        {doc = "linux-udp-c", at = "compute_score: a bound address counts"},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR: the binding with the more specific address gets the datagram or connection"}]
catalogue = ["x-udp-hijack", "st-specific-wins"]
tags = ["udp", "wildcard", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket victim = serving("victim", {reuseaddr}, wildcard_address());
  Socket thief = make_socket("thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
