/*---
claim = """Of two UDP sockets with SO_REUSEADDR on one address that are connected to one peer, the later one
           receives everything."""
question = "Which of two UDP sockets on one address, connected to the same peer, receives?"
says = [{doc = "cloudflare-ephemeral-2022", at = "summary of the post; comments of connectx: the later of two such sockets receives everything; the earlier one gets nothing more (unchecked)"}]
catalogue = ["ce-udp-overshadow-who"]
tags = ["udp", "connected", "4-tuple", "sharing", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = serving("second", {reuseaddr}, first.local());
  GIVEN(first.connect(peer.local()));
  needs(second.connect(peer.local()).is_ok(), "two UDP sockets with equal addresses at both ends");
  CLAIM(receiver_of(first, second, peer), "second");
}
