/*---
claim = """The connection of a process that was killed ends in TIME_WAIT on its side, once the peer has closed
           too."""
question = "Does the connection of a killed process end in TIME_WAIT?"
says = [
  {doc = "fine-address-in-use", at = "Unexpected shutdown of the remote side, second paragraph: crashes"},
  {doc = "linux-exit-2", at = "DESCRIPTION: open file descriptors are closed", on = ["linux"]},
]
catalogue = ["exit-sends-fin"]
needs = ["two-processes"]
tags = ["tcp", "crash", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("client process");
  Connection connection = connected({}, loopback(), {}, Cast{this_process(), process});
  process.kill();
  GIVEN(connection.server.receive(), "eof");
  GIVEN(connection.server.close());
  CLAIM(what_is_left(connection.client_address, connection.server_address), "TIME_WAIT");
}
