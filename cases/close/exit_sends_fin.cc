/*---
claim = "A process that ends by exit() with a socket open sends a FIN: the peer reads end of file."
question = "Does a process that exits with an open socket send a FIN?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, first paragraph: FIN is triggered by exit()"},
        {doc = "linux-exit-2", at = "DESCRIPTION: open file descriptors are closed", on = ["linux"]},
        {doc = "linux-socket-7", at = "SO_LINGER, as part of exit(2)", on = ["linux"]}]
catalogue = ["fi-3"]
needs = ["two-processes"]
tags = ["tcp", "exit", "fin"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("server process");
  Connection connection = connected({}, loopback(), {}, Cast{process});
  process.exit();
  CLAIM(connection.client.receive().outcome, "eof");
}
