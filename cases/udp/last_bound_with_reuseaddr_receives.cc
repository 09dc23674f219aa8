/*---
claim = """Of two UDP sockets that share an address and port by SO_REUSEADDR, the one that was bound last
           receives."""
question = "Which of two UDP sockets on one port with SO_REUSEADDR receives?"
says = [{doc = "gvisor-transport-demuxer", at = "selectEndpoint: MostRecent, last endpoint"}]
catalogue = ["gv-udp-recent", "udp-reuseaddr-share"]
tags = ["udp", "SO_REUSEADDR", "sharing", "hijack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  needs(second.bind(first.local()).is_ok(), "two UDP sockets on one address by SO_REUSEADDR");
  CLAIM(who_receives(first, second, first.local()), "second");
}
