/*---
claim = "A negative TCP_LINGER2 lets an orphan go without any FIN_WAIT_2."
question = "Does a negative TCP_LINGER2 skip FIN_WAIT_2?"
says = [{doc = "linux-tcp-c", at = "tcp_close: linger2 < 0", on = ["linux"]}]
catalogue = ["tcp-linger2"]
tags = ["tcp", "fin-wait-2", "duration", "TCP_LINGER2"]
slow = 5
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.listener.close());
  GIVEN(connection.server.set(linger2, -1));
  GIVEN(connection.server.close());
  detail("client_reads", connection.client.receive().outcome.text());
  CLAIM(fin_wait_lasts(connection, 5), "none");
}
