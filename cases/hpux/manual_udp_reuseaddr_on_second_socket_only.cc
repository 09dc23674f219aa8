/*---
claim = """In the style of the HP-UX manual, a datagram socket with SO_REUSEADDR is refused the address of a
           first one that did not set it."""
question = "Can a UDP socket with SO_REUSEADDR bind the address of one without it?"
says = [{doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: for all SOCK_DGRAM sockets bound to the same address", on = ["hpux"]}]
catalogue = ["hpx-udp-rp-second"]
tags = ["udp", "SO_REUSEADDR", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  GIVEN(first.bind(loopback()));

  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
