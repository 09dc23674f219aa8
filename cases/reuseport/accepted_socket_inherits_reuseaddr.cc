/*---
claim = "An accepted socket has the SO_REUSEADDR of the listener it came from."
says = [{doc = "gvisor-tcp", at = "accept.go, propagateInheritableOptionsLocked: portFlags", on = ["gvisor"]}]
catalogue = ["x-inherit", "flag-inherited-by-accept"]
tags = ["tcp", "inherit", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({reuseaddr});
  CLAIM(connection.server.is_set(reuseaddr), "set");
}
