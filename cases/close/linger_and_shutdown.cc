/*---
claim = "shutdown() waits for SO_LINGER as close() does: for five seconds, where the peer does not read."
question = "Does shutdown() wait for SO_LINGER?"
says = [{doc = "rust-std-socket2", at = "socket2 set_linger (as socket(7)): shutdown() waits in the same way"}]
catalogue = ["rs-linger-shutdown"]
tags = ["tcp", "shutdown", "SO_LINGER", "duration"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(5));
  fill_send_path(connection.server);
  const double start = now();
  GIVEN(connection.server.shutdown(How::write));
  CLAIM(duration(Elapsed(now() - start), 10), "5 s");
}
