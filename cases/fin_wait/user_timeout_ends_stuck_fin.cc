/*---
claim = """TCP_USER_TIMEOUT (two seconds here) also counts for what cannot be sent because the peer's window
           is zero: the connection is closed by force, with ETIMEDOUT."""
question = "Does TCP_USER_TIMEOUT end a connection whose peer never reads?"
says = [
  {doc = "linux-tcp-7", at = "TCP_USER_TIMEOUT: buffered data may remain untransmitted", on = ["linux"]},
]
tags = ["tcp", "fin-wait-1", "zero-window", "TCP_USER_TIMEOUT"]
slow = 15
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set(user_timeout, 2000));  // milliseconds
  fill_send_path(connection.server);
  GIVEN(connection.server.shutdown(How::write));
  wait_until([&] { return connection.server.is_readable(0); }, 15);
  CLAIM(connection.server.receive(0).outcome, fails_with("ETIMEDOUT"));
}
