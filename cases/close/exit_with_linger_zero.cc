/*---
claim = """A process that exits with SO_LINGER on and zero seconds ends its connection in the usual way:
           SO_LINGER is ignored, and the peer reads end of file."""
question = "Does a process that exits with SO_LINGER of zero seconds reset its connections?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: a process that ends without close, by exit(), lingers all the same: SO_LINGER with zero seconds is ignored", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
catalogue = ["so-exit-lingers"]
needs = ["two-processes"]
tags = ["tcp", "SO_LINGER", "exit", "fin", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process owner = another_process("owner");
  Connection connection = connected({}, loopback(), {}, {owner, this_process()});
  GIVEN(connection.server.set_linger(0));
  owner.exit();
  CLAIM(connection.client.receive(), "eof");
}
