/*---
claim = """With SO_LINGER on and five seconds, close() does not return before the data are delivered or the
           five seconds are over: here the peer does not read."""
question = "Does close() block with SO_LINGER while the peer does not read?"
says = [{doc = "linux-socket-7", at = "SO_LINGER: or the linger timeout has been reached", on = ["linux"]}]
catalogue = ["linger-timeout"]
tags = ["tcp", "close", "SO_LINGER", "duration"]
slow = 6
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(5));
  fill_send_path(connection.server);
  CLAIM(close_takes(connection.server), "5 s");
}
