/*---
claim = """In the style of the HP-UX manual, every holder of the address has to be connected: a listener
           beside its accepted connection keeps it busy."""
question = "Does a listener beside its connection keep out SO_REUSEADDR, as the HP-UX manual says?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: in a connected state before bind()", on = ["hpux"]},
  {doc = "linux-socket-7", at = "SO_REUSEADDR: except an active listening socket", on = ["linux"]},
]
catalogue = ["hpx-man-listen", "hpx-man-connected"]
tags = ["tcp", "listen", "established", "SO_REUSEADDR", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({reuseaddr});

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(connection.server_address), fails_with("EADDRINUSE"));
}
