/*---
claim = "If the client closes first, it is the client that holds the TIME_WAIT."
question = "Does the client get TIME_WAIT if it closes first?"
says = [
  {doc = "fine-address-in-use", at = "Client disconnects first, second paragraph: save the resources of the client machine"},
  {doc = "rfc9293", at = "3.6.1 (MUST-13)"},
  {doc = "bernat-time-wait-2014", at = "About the TIME-WAIT state: only the end that closes first comes to TIME_WAIT"},
  {doc = "unix-socket-faq", at = "2.7: the side that closes goes to TIME_WAIT (the text says: the server)"}
]
catalogue = ["fi-36", "vb-first-closer", "fq-who"]
needs = ["tcp-state"]
tags = ["tcp", "time-wait", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.client.close());
  GIVEN(connection.server.receive(), "eof");
  GIVEN(connection.server.close());

  CLAIM(settled_state(connection.client_address, connection.server_address), "TIME_WAIT");
}
