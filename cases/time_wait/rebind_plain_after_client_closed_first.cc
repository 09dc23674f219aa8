/*---
claim = """If the client closes first, the server has no TIME_WAIT, and its port can be bound again at once
           without any option."""
question = "Can a server restart at once without options if the client closed first?"
says = [
  {doc = "fine-address-in-use", at = "Client disconnects first, first paragraph"},
  {doc = "rfc9293", at = "3.6 Figure 12"},
  {doc = "stackoverflow-13088864", at = "TIME_WAIT: if the client closes first, the server has no TIME_WAIT"}
]
disputed_by = [{doc = "python-socket", at = "Example: note after the echo server: running the echo server example again too soon fails with error 98, since the run before left TIME_WAIT", predicts = "EADDRINUSE"}]
catalogue = ["fi-35", "py-example", "sl-client-closes"]
tags = ["tcp", "time-wait", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  close_client_first(connection);
  GIVEN(connection.listener.close());

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), succeeds());
}
