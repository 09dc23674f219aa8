/*---
claim = "A closed socket that still has data to send is in TIME_WAIT until they are gone."
question = "In which TCP state is a closed socket that still has data to send?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: a closed socket that still has data to send is in the state TIME_WAIT until they are gone or a time limit is …"},
        {doc = "stackoverflow-577905", at = "577905: the port is in TIME_WAIT until all data are transferred"}]
disputed_by = [{doc = "haproxy-manual", at = "option nolinger: otherwise the end whose peer is gone stays in FIN_WAIT_1 for some time", predicts = "FIN_WAIT_1"}]
catalogue = ["so-pending-is-tw", "ha-fin-wait-1", "su-tw-data"]
needs = ["tcp-state"]
tags = ["tcp", "close", "tcp-state", "fin-wait-1", "orphan"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.server);
  GIVEN(connection.server.close());
  CLAIM(settled_state(connection.server_address, connection.client_address, 1), "TIME_WAIT");
}
