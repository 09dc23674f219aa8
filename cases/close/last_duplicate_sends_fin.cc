/*---
claim = "The close() of the last descriptor of a socket sends the FIN."
question = "Does closing the last descriptor of a socket send the FIN?"
says = [{doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]}]
catalogue = ["close-dup-no-fin"]
tags = ["tcp", "close", "dup", "fin"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  Socket copy = connection.server.duplicate("copy");
  GIVEN(connection.server.close());
  GIVEN(copy.close());
  CLAIM(connection.client.receive().outcome, "eof");
}
