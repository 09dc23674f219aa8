/*---
claim = """A server whose connections were all closed properly before it shut down, each client first and
           then the server, starts again at once without any option."""
question = "Can a server restart at once without options if all its clients closed first?"
says = [
  {doc = "python-list-2009", at = "D'Oliveiro: try to ensure connections are properly closed"},
  {doc = "rfc9293", at = "3.6 Figure 12"},
]
disputed_by = [{doc = "python-socket", at = "Example: note after the echo server: running the echo server example again too soon fails with error 98, since the run before left TIME_WAIT", predicts = "bind: EADDRINUSE"}]
catalogue = ["py-8", "py-example"]
tags = ["tcp", "time-wait", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  const Address address = listener.local();
  for (int i = 0; i < 3; ++i) {
    Connection connection = connected_to(std::move(listener), tcp("client"));
    close_client_first(connection);
    listener = std::move(connection.listener);
  }
  GIVEN(listener.close());

  CLAIM(serve_once(tcp("restarted server"), address), "serves");
}
