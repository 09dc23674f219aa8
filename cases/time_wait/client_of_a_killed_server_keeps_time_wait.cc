/*---
claim = "If the server is shut down suddenly, the surviving side of the connection cannot avoid TIME_WAIT."
question = "Does the client get TIME_WAIT when the server process is killed?"
says = [{doc = "fine-address-in-use", at = "Unexpected shutdown of the remote side, first sentence"}]
disputed_by = [{doc = "rfc9293", at = "3.6 Figure 12: TIME-WAIT is on the side whose FIN came first", predicts = "none"}]
catalogue = ["fi-17"]
needs = ["two-processes", "tcp-state"]
tags = ["tcp", "time-wait", "crash", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("server process");
  Connection connection = connected({}, loopback(), {}, {process, this_process()});
  process.kill();
  GIVEN(connection.client.receive(), "eof");
  GIVEN(connection.client.close());

  CLAIM(settled_state(connection.client_address, connection.server_address), "TIME_WAIT");
}
