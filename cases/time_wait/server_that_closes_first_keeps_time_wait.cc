/*---
claim = "When the server closes a connection, its side of it enters TIME_WAIT."
question = "Does the server get TIME_WAIT if it closes first?"
says = [
  {doc = "reuseaddr-reuseport-article", at = "paragraph on the linger issue"},
  {doc = "rfc9293", at = "3.6.1 (MUST-13)"},
  {doc = "bernat-time-wait-2014", at = "About the TIME-WAIT state: only the end that closes first comes to TIME_WAIT"},
  {doc = "unix-socket-faq", at = "2.7: the side that closes goes to TIME_WAIT (the text says: the server)"},
  {doc = "wikipedia-tcp", at = "Connection termination: the side that sent the first FIN waits after its last acknowledgement"}
]
catalogue = ["ar-6", "vb-first-closer", "fq-who", "wk-first"]
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
