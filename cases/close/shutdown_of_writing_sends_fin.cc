/*---
claim = "shutdown(SHUT_WR) sends a FIN: the peer reads end of file."
question = "Does shutdown(SHUT_WR) send a FIN?"
says = [
  {doc = "fine-address-in-use", at = "Correct shutdown, first paragraph: FIN is triggered by shutdown()"},
  {doc = "linux-shutdown-2", at = "DESCRIPTION: SHUT_WR, further transmissions disallowed", on = ["linux"]},
]
catalogue = ["fi-2"]
tags = ["tcp", "shutdown", "fin"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.shutdown(How::write));
  CLAIM(connection.client.receive().outcome, "eof");
}
