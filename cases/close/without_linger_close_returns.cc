/*---
claim = "Without SO_LINGER close() returns at once, although the peer has not taken the data that were sent."
question = "Does close() return at once although data are still unsent?"
says = [{doc = "linux-socket-7", at = "SO_LINGER: Otherwise, the call returns immediately", on = ["linux"]}]
catalogue = ["linger-timeout"]
tags = ["tcp", "close", "SO_LINGER", "duration"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.server);
  CLAIM(close_takes(connection.server), "none");
}
