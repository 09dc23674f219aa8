/*---
claim = """A closed end whose FIN cannot leave, because the peer is alive, answers, and reads nothing (its
           window stays at zero), is given up some time."""
question = "Is a closed socket given up if its peer is alive but never reads?"
says = [{doc = "linux-ip-sysctl", at = "tcp_orphan_retries (unacknowledged only)", on = ["linux"]}]
tags = ["tcp", "fin-wait-1", "orphan", "zero-window", "duration"]
slow = 70
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.server);
  GIVEN(connection.listener.close());
  GIVEN(connection.server.close());
  OBSERVE(fin_wait_lasts(connection, timeout_for(70, 7200)) == Outcome("no end seen") ? "no end seen"
                                                                                      : "ends");
}
