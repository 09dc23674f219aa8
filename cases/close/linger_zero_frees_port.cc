/*---
claim = """A server that closes its connection first, with SO_LINGER on and zero seconds, leaves its port
           free: a plain socket binds it at once."""
question = "Does SO_LINGER with zero seconds free the port of a server at once?"
says = [{doc = "ms-so-exclusiveaddruse", at = "SO_LINGER paragraph, active wait state", on = ["winsock"]},
        {doc = "bernat-time-wait-2014", at = "Socket lingering, first flavor: with zero seconds the data are thrown away, a reset is sent, and there is no TIME_WAIT"},
        {doc = "haproxy-manual", at = "option nolinger: the source port is free at once"}]
catalogue = ["linger0-rst", "s2-linger0", "x-linger0-peer", "vb-linger-zero", "ha-nolinger-port"]
tags = ["tcp", "close", "SO_LINGER", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_local_time_wait();
  Connection connection = connected();
  const Address address = connection.listener.local();
  GIVEN(connection.server.set_linger(0));
  GIVEN(connection.server.close());
  detail("client_reads", connection.client.receive().outcome.text());
  GIVEN(connection.client.close());
  GIVEN(connection.listener.close());

  Socket again = tcp("again");
  CLAIM(again.bind(address), succeeds());
}
