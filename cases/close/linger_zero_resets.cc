/*---
claim = """close() with SO_LINGER on and zero seconds resets the connection: the peer reads ECONNRESET, not
           end of file."""
question = "Does the peer read ECONNRESET after close() with SO_LINGER and zero seconds?"
says = [
  {doc = "ms-so-exclusiveaddruse", at = "SO_LINGER paragraph: the connection is reset", on = ["winsock"]},
]
catalogue = ["linger0-rst", "x-linger0-peer"]
tags = ["tcp", "close", "SO_LINGER", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(0));
  GIVEN(connection.server.close());
  CLAIM(connection.client.receive().outcome, fails_with("ECONNRESET"));
}
