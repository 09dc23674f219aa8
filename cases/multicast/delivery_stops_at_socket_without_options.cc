/*---
claim = """Copies of a multicast datagram stop at a member that has neither SO_REUSEADDR nor SO_REUSEPORT: of
           two members, the later one having cleared its option after it was bound, the earlier one receives
           nothing."""
question = "Does a member without SO_REUSEADDR stop multicast datagrams from reaching other members?"
says = [{doc = "freebsd-udp-usrreq", at = "comment: Don't look for additional matches"}]
disputed_by = [{doc = "linux-udp-c", at = "__udp4_lib_mcast_deliver: to every socket that matches", predicts = "each"}]
catalogue = ["x-mcast-stop"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) {
  Socket first = serving("first", {reuseaddr, reuseport}, wildcard_address());
  Socket second = serving("second", {reuseaddr, reuseport}, first.local());
  needs(join(first, multicast_group()).is_ok() && join(second, multicast_group()).is_ok(),
        "multicast on the loopback device");
  GIVEN(second.set(reuseaddr, 0));
  GIVEN(second.set(reuseport, 0));
  CLAIM(who_receives_of_group(first, second, multicast_group(first.port())), "second");
}
