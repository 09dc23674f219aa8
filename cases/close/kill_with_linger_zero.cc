/*---
claim = """A process that is killed with SO_LINGER on and zero seconds ends its connection in the usual way:
           SO_LINGER is ignored, and the peer reads end of file."""
question = "Does a killed process with SO_LINGER of zero seconds reset its connections?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: the same where a signal ends the process", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
catalogue = ["so-kill-lingers"]
needs = ["two-processes"]
tags = ["tcp", "SO_LINGER", "crash", "fin", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process owner = another_process("owner");
  Connection connection = connected({}, loopback(), {}, {owner, this_process()});
  GIVEN(connection.server.set_linger(0));
  owner.kill();
  CLAIM(connection.client.receive(), "eof");
}
