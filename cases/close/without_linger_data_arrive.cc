/*---
claim = """Without SO_LINGER closing is done in the background: a peer that reads only after close() has
           returned gets everything that was sent, and end of file."""
question = "Does the peer still get all the data if close() returns before they are delivered?"
says = [{doc = "linux-socket-7", at = "SO_LINGER: the closing is done in the background", on = ["linux"]}]
catalogue = ["linger-timeout"]
tags = ["tcp", "close", "SO_LINGER"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  detail("bytes_sent", static_cast<double>(fill_send_path(connection.server)));
  GIVEN(connection.server.close());
  CLAIM(read_to_eof(connection.client), "eof");
}
