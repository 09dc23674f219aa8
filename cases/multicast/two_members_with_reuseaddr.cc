/*---
claim = """Multicast is the exception among sockets that share a port by SO_REUSEADDR: every member of the
           group on that port receives each datagram."""
question = "Do all members of a group on one port with SO_REUSEADDR receive each multicast datagram?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR, last paragraph", on = ["winsock"]},
        {doc = "linux-udp-c", at = "__udp4_lib_mcast_deliver: to every socket that matches"}]
disputed_by = [{doc = "lwip-opt", at = "SO_REUSE_RXTOALL: off, copies to all only where it is on", predicts = ["first", "second"]}]
catalogue = ["win-mcast", "lw-rxall"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) {
  Socket first = serving("first", {reuseaddr}, wildcard_address());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  needs(second.bind(first.local()).is_ok(), "two UDP sockets on one port by SO_REUSEADDR");
  needs(join(first, multicast_group()).is_ok() && join(second, multicast_group()).is_ok(),
        "multicast on the loopback device");
  CLAIM(who_receives_of_group(first, second, multicast_group(first.port())), "each");
}
