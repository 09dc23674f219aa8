/*---
claim = """SO_REUSEADDR opens a port in TIME_WAIT only: a restarted server is refused while an old connection
           is in FIN_WAIT_2."""
question = "Can a server with SO_REUSEADDR restart while an old connection is in FIN_WAIT_2?"
says = [{doc = "unix-socket-faq", at = "4.5: in every other state: an end in FIN_WAIT_2, CLOSE_WAIT or LAST_ACK"}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"], predicts = "ok"}]
catalogue = ["fq-other-fin-wait"]
tags = ["tcp", "fin-wait-2", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({reuseaddr});
  GIVEN(connection.listener.close());
  GIVEN(connection.server.close());
  show_fin_wait_2(connection);
  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(connection.server_address), fails_with("EADDRINUSE"));
}
