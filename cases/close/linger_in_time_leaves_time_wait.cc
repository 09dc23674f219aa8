/*---
claim = "A close() that lingers and is done in time is a usual one: it leaves TIME_WAIT."
question = "Does close() with SO_LINGER leave TIME_WAIT if all data were taken in time?"
says = [{doc = "bernat-time-wait-2014", at = "Socket lingering, second flavor: when everything was sent in time, the close is a normal one and leaves TIME_WAIT"}]
catalogue = ["vb-linger-in-time"]
tags = ["tcp", "close", "SO_LINGER", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(5));
  GIVEN(connection.server.send("x"));
  GIVEN(connection.server.close());
  GIVEN(connection.client.receive(), data("x"));
  GIVEN(connection.client.receive(), "eof");
  GIVEN(connection.client.close());
  GIVEN(connection.listener.close());
  CLAIM(what_is_left(connection.server_address, connection.client_address), "TIME_WAIT");
}
