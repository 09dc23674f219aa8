/*---
claim = """A server that waits for end of file before it closes shuts down safely: no TIME_WAIT is left on
           its port."""
question = "Can a server avoid TIME_WAIT by waiting for end of file before it closes?"
says = [
  {doc = "fine-address-in-use", at = "Client disconnects first, first paragraph: EOF"},
  {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_EXCLUSIVEADDRUSE: recv until zero bytes", on = ["winsock"]},
  {doc = "stackoverflow-13088864", at = "TIME_WAIT: if the client closes first, the server has no TIME_WAIT"}
]
catalogue = ["fi-37", "sl-client-closes"]
needs = ["tcp-state"]
tags = ["tcp", "time-wait", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.client.send("the last words"));
  GIVEN(connection.client.close());
  GIVEN(connection.server.receive(), data("the last words"));
  GIVEN(connection.server.receive(), "eof");
  GIVEN(connection.server.close());

  CLAIM(settled_state(connection.server_address, connection.client_address), "none");
}
