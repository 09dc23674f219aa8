/*---
claim = "Two UDP sockets with SO_REUSEADDR bind one address and connect to one peer; neither call fails."
question = "Can two UDP sockets on one address be connected to the same peer?"
says = [{doc = "stackoverflow-14388707", at = "Connect() returning EADDRINUSE: for UDP the rule of unique tuples does not bind: these are no real connections"},
        {doc = "cloudflare-ephemeral-2022", at = "ebpf_connect4/test_udp_overshadow: UDP: two sockets with SO_REUSEADDR bind one address and connect to one peer; neither call fails"}]
catalogue = ["so-connect-udp", "ce-udp-overshadow"]
tags = ["udp", "connected", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = serving("second", {reuseaddr}, first.local());
  GIVEN(first.connect(peer.local()));
  CLAIM(second.connect(peer.local()), succeeds());
}
