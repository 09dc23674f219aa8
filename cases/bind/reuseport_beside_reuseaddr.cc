/*---
claim = """Two sockets share an address only by an option that both have: SO_REUSEPORT does not get past a
           socket with SO_REUSEADDR."""
question = "Can a socket with SO_REUSEPORT bind the address of one that set only SO_REUSEADDR?"
says = [{doc = "gvisor-ports", at = "deviceToDest.isAvailable comment, which says the same of Linux", on = ["gvisor", "linux"]}]
catalogue = ["gv-shared-flag"]
tags = ["tcp", "bind", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = tcp("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(loopback()));

  Socket second = tcp("second");
  GIVEN(second.set(reuseport));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
