/*---
claim = """Two sockets that are bound to the same group and port, with SO_REUSEADDR alone, both receive each
           datagram."""
question = "Do two sockets on one multicast address and port both receive each datagram?"
says = [{doc = "openbsd-in-pcb", at = "comment: Treat SO_REUSEADDR as SO_REUSEPORT for multicast"},
        {doc = "freebsd-in-pcb", at = "the same comment: completely duplicate bindings"}]
catalogue = ["x-mcast-dup"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) {
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  needs(join(first, multicast_group()).is_ok() && join(second, multicast_group()).is_ok(),
        "multicast on the loopback device");
  needs(first.bind(multicast_group()).is_ok() && second.bind(first.local()).is_ok(),
        "two sockets on one multicast address");
  CLAIM(who_receives_of_group(first, second, multicast_group(first.port())), "each");
}
