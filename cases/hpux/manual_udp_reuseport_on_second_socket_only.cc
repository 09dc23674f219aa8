/*---
claim = """In the style of the HP-UX manual, a datagram socket with SO_REUSEPORT is refused the address of a
           first one that did not set it."""
question = "Can two UDP sockets share a port if only the second set SO_REUSEPORT?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEPORT paragraph: including the first one", on = ["hpux"]},
  {doc = "linux-socket-7", at = "SO_REUSEPORT: including the first socket", on = ["linux"]},
  {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: if the first socket did not set SO_REUSEPORT, no other one can bind that address and port, whatever it sets"}
]
catalogue = ["hpx-udp-rp-second", "so-rp-first"]
tags = ["udp", "SO_REUSEPORT", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  GIVEN(first.bind(loopback()));

  Socket second = make_socket("second");
  GIVEN(second.set(reuseport));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
