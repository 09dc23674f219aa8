/*---
claim = """Two sockets share an address only by an option that both have: SO_REUSEADDR does not get past a
           socket with SO_REUSEPORT."""
question = "Can a socket with SO_REUSEADDR bind the address of one that set only SO_REUSEPORT?"
says = [{doc = "gvisor-ports", at = "deviceToDest.isAvailable comment, which says the same of Linux", on = ["gvisor", "linux"]}]
catalogue = ["gv-shared-flag"]
tags = ["tcp", "bind", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = tcp("first");
  GIVEN(first.set(reuseport));
  GIVEN(first.bind(loopback()));

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
