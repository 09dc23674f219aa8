/*---
claim = """A process that is killed (SIGKILL) with a socket open sends a FIN as if it had closed it: the peer
           reads end of file."""
question = "Does a peer read end of file when the process at the other end is killed?"
says = [
  {doc = "linux-exit-2", at = "DESCRIPTION: open file descriptors are closed", on = ["linux"]},
  {doc = "fine-address-in-use", at = "Unexpected shutdown of the remote side, second paragraph: crashes"},
]
catalogue = ["exit-sends-fin"]
needs = ["two-processes"]
tags = ["tcp", "crash", "fin"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("client process");
  Connection connection = connected({}, loopback(), {}, Cast{this_process(), process});
  process.kill();
  CLAIM(connection.server.receive().outcome, "eof");
}
