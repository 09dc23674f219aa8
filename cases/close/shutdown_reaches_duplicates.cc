/*---
claim = """shutdown() is about the connection, not about a descriptor: it sends the FIN although another
           descriptor of the socket is open."""
question = "Does shutdown() end the connection although another process holds the same socket open?"
says = [
  {doc = "linux-shutdown-2", at = "DESCRIPTION: shut down part of a full-duplex connection", on = ["linux"]},
  {doc = "fine-address-in-use", at = "Correct shutdown, first paragraph: FIN is triggered by shutdown()"},
]
catalogue = ["close-dup-no-fin"]
tags = ["tcp", "shutdown", "dup", "fin"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  Socket copy = connection.server.duplicate("copy");
  GIVEN(connection.server.shutdown(How::write));
  CLAIM(connection.client.receive().outcome, "eof");
}
