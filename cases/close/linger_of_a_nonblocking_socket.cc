/*---
claim = """close() of a non-blocking socket with SO_LINGER on and five seconds does not wait, although the peer
           does not read."""
question = "Does close() of a non-blocking socket with SO_LINGER return at once?"
says = [{doc = "bernat-time-wait-2014", at = "Socket lingering, second flavor: on a non-blocking socket close() does not sleep"},
        {doc = "stevens-unp-1", at = "SO_LINGER (retold): on a non-blocking socket close() does not wait"}]
disputed_by = [{doc = "linux-tcp-c", at = "tcp_close: waits for the linger time whatever the socket's flags are", on = ["linux"], predicts = "5 s"}]
catalogue = ["vb-linger-nonblocking", "st-linger-nonblocking"]
tags = ["tcp", "close", "SO_LINGER", "duration"]
slow = 6
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(5));
  fill_send_path(connection.server);
  GIVEN(connection.server.set_nonblocking());
  CLAIM(close_takes(connection.server), "none");
}
