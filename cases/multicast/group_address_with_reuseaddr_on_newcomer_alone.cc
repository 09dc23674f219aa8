/*---
claim = """For a multicast address the first socket needs SO_REUSEADDR too: a newcomer with it is refused the
           group and port of one without."""
question = "Can a socket with SO_REUSEADDR bind the multicast address of one that did not set it?"
says = [{doc = "stackoverflow-14388707", at = "Multicast addresses: as with SO_REUSEPORT on unicast addresses, the first socket needs the option too"}]
catalogue = ["so-mc-first-needs-it"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) {
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  needs(join(first, multicast_group()).is_ok() && join(second, multicast_group()).is_ok(),
        "multicast on the loopback device");
  needs(first.bind(multicast_group()).is_ok(), "sockets that are bound to a multicast address");
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
