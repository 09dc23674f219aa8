/*---
claim = """In the style of the HP-UX manual, a listening socket keeps its address busy, with SO_REUSEADDR on
           both sockets too: it is not connected."""
question = "Does a listener keep out a socket with SO_REUSEADDR, as the HP-UX manual says?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: in a connected state before bind()", on = ["hpux"]},
  {doc = "linux-socket-7", at = "SO_REUSEADDR: except an active listening socket", on = ["linux"]},
]
catalogue = ["hpx-man-listen"]
tags = ["tcp", "listen", "SO_REUSEADDR", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = listening("first", {reuseaddr});

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
