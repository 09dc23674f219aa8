/*---
claim = "With SO_LINGER on and zero seconds close() throws away what the peer has not taken yet."
question = "Does close() with SO_LINGER and zero seconds throw away data that the peer has not taken?"
says = [
  {doc = "ms-so-exclusiveaddruse", at = "SO_LINGER paragraph: the connection is reset", on = ["winsock"]},
]
catalogue = ["linger0-rst"]
tags = ["tcp", "close", "SO_LINGER", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(0));
  detail("bytes_sent", static_cast<double>(fill_send_path(connection.server)));
  GIVEN(connection.server.close());
  CLAIM(read_to_eof(connection.client), fails_with("ECONNRESET"));
}
