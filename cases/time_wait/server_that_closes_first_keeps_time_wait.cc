/*---
claim = "When the server closes a connection, its side of it enters TIME_WAIT."
question = "Does the server get TIME_WAIT if it closes first?"
says = [
  {doc = "reuseaddr-reuseport-article", at = "paragraph on the linger issue"},
  {doc = "rfc9293", at = "3.6.1 (MUST-13)"},
]
catalogue = ["ar-6"]
needs = ["tcp-state"]
tags = ["tcp", "time-wait", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.close());
  GIVEN(connection.client.receive(), "eof");
  GIVEN(connection.client.close());

  CLAIM(settled_state(connection.server_address, connection.client_address), "TIME_WAIT");
}
