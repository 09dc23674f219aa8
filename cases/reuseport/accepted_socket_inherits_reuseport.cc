/*---
claim = """An accepted socket has the SO_REUSEPORT of the listener it came from: once that is closed, a newcomer with the
           option binds the address beside the connection, which it does not where the listener did not set it."""
question = "Does an accepted socket inherit SO_REUSEPORT from its listener?"
says = [{doc = "gvisor-tcp", at = "accept.go, propagateInheritableOptionsLocked: portFlags", on = ["gvisor"]}]
catalogue = ["x-inherit", "flag-inherited-by-accept"]
tags = ["tcp", "inherit", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  needs(beside_accepted({}, reuseport) != succeeds(), "a stack that asks accepted sockets for the option");
  CLAIM(beside_accepted({reuseport}, reuseport), succeeds());
}
