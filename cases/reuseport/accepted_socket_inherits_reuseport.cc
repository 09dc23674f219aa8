/*---
claim = "An accepted socket has the SO_REUSEPORT of the listener it came from."
says = [{doc = "gvisor-tcp", at = "accept.go, propagateInheritableOptionsLocked: portFlags", on = ["gvisor"]}]
catalogue = ["x-inherit", "flag-inherited-by-accept"]
tags = ["tcp", "inherit", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({reuseport});
  CLAIM(connection.server.is_set(reuseport), "set");
}
