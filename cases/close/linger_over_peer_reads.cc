/*---
claim = """When the linger timeout has run out and close() has returned, the connection goes on in the
           background: a peer that reads only then gets everything and end of file."""
question = "Do the data still arrive if the SO_LINGER timeout ran out before the peer read them?"
says = [{doc = "linux-socket-7", at = "SO_LINGER: what comes after the timeout is not said", on = ["linux"]}]
disputed_by = [{doc = "bernat-time-wait-2014", at = "Socket lingering, second flavor: when the time is over, the connection is reset and what is left is thrown away", predicts = "ECONNRESET"},
               {doc = "stevens-unp-1", at = "SO_LINGER (retold): and what is left in the buffer is thrown away", predicts = "ECONNRESET"}]
catalogue = ["linger-timeout", "vb-linger-expires", "st-linger-drops"]
tags = ["tcp", "close", "SO_LINGER"]
slow = 2
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(1));
  detail("bytes_sent", static_cast<double>(fill_send_path(connection.server)));
  detail("close_took", close_takes(connection.server).text());
  OBSERVE(read_to_eof(connection.client));
}
