/*---
claim = """In the style of the HP-UX manual, a datagram socket without SO_REUSEPORT is refused the address of
           a first one that set it."""
question = "Can two UDP sockets share a port if only the first set SO_REUSEPORT?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEPORT paragraph: each one of those sockets", on = ["hpux"]},
  {doc = "linux-socket-7", at = "SO_REUSEPORT: including the first socket", on = ["linux"]},
  {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"]},
]
catalogue = ["hpx-udp-rp-second"]
tags = ["udp", "SO_REUSEPORT", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  GIVEN(first.set(reuseport));
  GIVEN(first.bind(loopback()));

  Socket second = make_socket("second");
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
