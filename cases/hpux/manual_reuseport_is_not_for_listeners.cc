/*---
claim = """In the style of the HP-UX and NonStop manuals, SO_REUSEPORT does nothing for stream sockets: with
           it on both, a listener keeps its address busy."""
question = "Is SO_REUSEPORT without effect on listeners, as the HP-UX and NonStop manuals say?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEPORT paragraph: SOCK_DGRAM", on = ["hpux"]},
  {doc = "nonstop-setsockopt-2", at = "SO_REUSEPORT: valid only for UDP ports", on = ["nonstop"]},
]
disputed_by = [
  {doc = "linux-socket-7", at = "SO_REUSEPORT", on = ["linux"], predicts = ["shared", "stolen", "not stolen"]},
  {doc = "reuseaddr-reuseport-article", at = "first sentence", predicts = ["shared", "stolen", "not stolen"]},
  {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT", on = ["freebsd"], predicts = ["shared", "stolen", "not stolen"]},
  {doc = "haproxy-manual", at = "management: troubleshooting: an old process that is still there gets some of the connections", predicts = "shared"}
]
catalogue = ["py-4", "nonstop-rp-udp", "ha-both-serve"]
tags = ["tcp", "listen", "SO_REUSEPORT", "hpux", "hpux-manual", "nonstop-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = listening("first", {reuseport});

  Socket second = tcp("second");
  GIVEN(second.set(reuseport));
  CLAIM(hijack(first, second, first.local()), "bind: EADDRINUSE");
}
