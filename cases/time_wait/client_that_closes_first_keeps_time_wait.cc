/*---
claim = "If the client closes first, it is the client that holds the TIME_WAIT."
question = "Does the client get TIME_WAIT if it closes first?"
says = [
  {doc = "fine-address-in-use", at = "Client disconnects first, second paragraph: save the resources of the client machine"},
  {doc = "rfc9293", at = "3.6.1 (MUST-13)"},
]
catalogue = ["fi-36"]
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
