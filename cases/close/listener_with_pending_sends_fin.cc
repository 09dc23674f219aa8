/*---
claim = """Closing a listening socket ends a connection that waits there, not accepted yet, in the usual way,
           by a FIN: its client reads end of file."""
question = "What does a client whose connection nobody accepted read when the listener closes?"
says = [{doc = "fine-address-in-use", at = "Correct disconnection of the listening side, par. 1"}]
disputed_by = [
  {doc = "linux-ip-sysctl", at = "tcp_migrate_req: aborted", on = ["linux"], predicts = "ECONNRESET"},
  {doc = "aix-closing-sockets", at = "fourth paragraph: discarded", on = ["aix"], predicts = "ECONNRESET"},
]
catalogue = ["fi-14", "close-listener-pending"]
tags = ["tcp", "listen", "close"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  Socket client = tcp("client");
  GIVEN(client.connect(listener.local()));
  GIVEN(listener.is_readable());
  GIVEN(listener.close());
  CLAIM(client.receive().outcome, "eof");
}
