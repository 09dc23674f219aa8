/*---
claim = """A server that waits for end of file, but closes by itself when its own patience is over, has
           TIME_WAIT again."""
question = "Does a server get TIME_WAIT if it closes because its own timeout ran out?"
says = [{doc = "fine-address-in-use", at = "Client disconnects first: if the server's timeout"}]
catalogue = ["fi-37"]
needs = ["tcp-state"]
tags = ["tcp", "time-wait", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.receive(0.1), "nothing");
  GIVEN(connection.server.close());
  GIVEN(connection.client.receive(), "eof");
  GIVEN(connection.client.close());

  CLAIM(settled_state(connection.server_address, connection.client_address), "TIME_WAIT");
}
