/*---
claim = """In the style of the HP-UX manual, a stream socket that is bound and not connected keeps its
           address busy, with SO_REUSEADDR on both sockets too."""
question = "Does a socket that is only bound keep out one with SO_REUSEADDR, as the HP-UX manual says?"
says = [{doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: in a connected state before bind()", on = ["hpux"]}]
disputed_by = [
  {doc = "linux-socket-7", at = "SO_REUSEADDR: except an active listening socket", on = ["linux"], predicts = "ok"},
  {doc = "reuseaddr-reuseport-article", at = "first sentence", predicts = "ok"},
]
catalogue = ["hpx-man-bound"]
tags = ["tcp", "SO_REUSEADDR", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = tcp("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(loopback()));

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
