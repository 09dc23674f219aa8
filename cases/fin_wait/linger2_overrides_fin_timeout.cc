/*---
claim = """TCP_LINGER2 says for one socket, instead of tcp_fin_timeout, how long it stays in FIN_WAIT_2 as an
           orphan: here five seconds."""
question = "Does TCP_LINGER2 set how long one socket stays in FIN_WAIT_2 after close()?"
says = [{doc = "linux-tcp-7", at = "TCP_LINGER2", on = ["linux"]}]
catalogue = ["tcp-linger2"]
tags = ["tcp", "fin-wait-2", "duration", "TCP_LINGER2"]
slow = 9
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set(linger2, 5));
  leave_orphan(connection);
  CLAIM(fin_wait_lasts(connection, 9), "5 s");
}
