/*---
claim = """For a multicast address SO_REUSEADDR does what SO_REUSEPORT does: with it alone, two sockets bind
           the same group and port."""
question = "Can two sockets bind the same multicast address and port with SO_REUSEADDR alone?"
says = [{doc = "openbsd-in-pcb", at = "comment: Treat SO_REUSEADDR as SO_REUSEPORT for multicast"},
        {doc = "freebsd-in-pcb", at = "the same comment"},
        {doc = "netbsd-in-pcb", at = "the same comment"},
        {doc = "dragonfly-in-pcb", at = "the same comment"},
        {doc = "xnu-in-pcb", at = "the same comment", on = ["darwin"]},
        {doc = "stackoverflow-14388707", at = "Multicast addresses: for a multicast address SO_REUSEADDR on both lets several sockets bind exactly the same address and port"},
        {doc = "stevens-unp-1", at = "SO_REUSEPORT: for a multicast address SO_REUSEADDR is the same as SO_REUSEPORT"},
        {doc = "unix-socket-faq", at = "4.11: in 4.4BSD SO_REUSEADDR is the same as SO_REUSEPORT for a multicast address", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
catalogue = ["x-mcast-dup", "so-mc-reuseaddr", "st-rp-multicast", "fq-multicast"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR"]
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
  needs(first.bind(multicast_group()).is_ok(), "sockets that are bound to a multicast address");
  CLAIM(second.bind(first.local()), succeeds());
}
