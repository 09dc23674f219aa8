/*---
claim = """Of an IPv4 and a dual-stack UDP socket that share a port by SO_REUSEADDR and are connected to the
           same peer, the later one receives what the peer sends."""
question = "Who receives from a peer to which an IPv4 and a dual-stack UDP socket on one port are connected?"
says = [{doc = "linux-udp-c", at = "udp4_lib_lookup: among sockets of equal score the first found", on = ["linux"]}]
needs = ["ipv6"]
tags = ["udp", "connected", "dual-stack", "sharing", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp6) {
  Socket peer = udp4("peer");
  GIVEN(peer.bind(loopback4()));
  Socket first = udp4("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(loopback4()));
  GIVEN(first.connect(peer.local()));
  Socket second = dual_stack_socket("second");
  GIVEN(second.set(reuseaddr));
  GIVEN(second.bind(wildcard6(first.port())));
  GIVEN(second.connect(v4mapped(peer.local())));
  CLAIM(receiver_of(first, second, peer), "second");
}
