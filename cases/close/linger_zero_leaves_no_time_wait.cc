/*---
claim = "close() with SO_LINGER on and zero seconds leaves no TIME_WAIT behind."
question = "Does close() with SO_LINGER and zero seconds avoid TIME_WAIT?"
says = [{doc = "ms-so-exclusiveaddruse", at = "SO_LINGER paragraph, active wait state", on = ["winsock"]}]
catalogue = ["s2-linger0", "linger0-rst"]
tags = ["tcp", "close", "SO_LINGER", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(0));
  GIVEN(connection.server.close());
  detail("client_reads", connection.client.receive().outcome.text());
  GIVEN(connection.client.close());
  GIVEN(connection.listener.close());
  CLAIM(what_is_left(connection.server_address, connection.client_address), "nothing");
}
