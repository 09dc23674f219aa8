/*---
claim = "The side that closes with unread data, and so resets the connection, keeps no TIME_WAIT."
question = "Is TIME_WAIT avoided by closing a socket with unread data?"
says = [{doc = "rfc9293", at = "3.6.1, SHLD-3: a RST; what is left is not said"}]
catalogue = ["close-unread-rst"]
tags = ["tcp", "close", "reset", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.client.send("x"));
  GIVEN(connection.server.is_readable());
  GIVEN(connection.server.close());
  detail("client_reads", connection.client.receive().outcome.text());
  GIVEN(connection.client.close());
  GIVEN(connection.listener.close());
  OBSERVE(what_is_left(connection.server_address, connection.client_address));
}
