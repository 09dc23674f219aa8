/*---
claim = """Of two UDP sockets that share a port by SO_REUSEPORT, one of them connected, the connected one
           receives what its peer sends."""
question = "Does the connected one of two UDP sockets on one port receive what its peer sends?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, SOCK_DGRAM: datagrams are received from that address", on = ["linux"]},
        {doc = "linux-udp-c", at = "compute_score: a connected socket counts more"}]
catalogue = ["udp-reuseport-connected"]
tags = ["udp", "SO_REUSEPORT", "connected", "sharing"]
slow = 5
---*/
#include "probe/probe.h"
using namespace probe;

// Each time with other addresses: a hash of them that knows nothing of the connection gives the first one half of the time.
CASE(udp4, udp6, udp_mapped) {
  const auto who_receives_from_a_peer = [] {
    Socket peer = serving("peer", {}, loopback());
    Socket first = serving("first", {reuseport}, loopback());
    Socket second = serving("second", {reuseport}, first.local());
    GIVEN(first.connect(peer.local()));
    return receiver_of(first, second, peer);
  };
  CLAIM(each_time(kTimesToBeSure, who_receives_from_a_peer), "first");
}
