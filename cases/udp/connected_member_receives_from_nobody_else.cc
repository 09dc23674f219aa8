/*---
claim = """Of two UDP sockets that share a port by SO_REUSEPORT, one of them connected, the other one receives
           what everybody but the peer of the connected one sends."""
question = "Does the other of two UDP sockets on one port receive what strangers send, if one is connected?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, SOCK_DGRAM: the only address from which datagrams are received", on = ["linux"]},
        {doc = "linux-udp-c", at = "compute_score: a connected socket takes its peer's datagrams only"}]
catalogue = ["udp-reuseport-connected"]
tags = ["udp", "SO_REUSEPORT", "connected", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  GIVEN(first.connect(peer.local()));
  CLAIM(who_receives(first, second, second.local()), "second");
}
