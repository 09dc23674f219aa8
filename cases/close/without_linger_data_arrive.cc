/*---
claim = """Without SO_LINGER closing is done in the background: a peer that reads only after close() has
           returned gets everything that was sent, and end of file."""
question = "Does the peer still get all the data if close() returns before they are delivered?"
says = [{doc = "linux-socket-7", at = "SO_LINGER: the closing is done in the background", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: data that send() accepted are not lost when the socket is closed: the system goes on to deliver them"},
        {doc = "bernat-time-wait-2014", at = "Socket lingering: without SO_LINGER close() returns at once and the data are sent in the background"}]
catalogue = ["linger-timeout", "so-close-keeps-data", "vb-linger-off"]
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
