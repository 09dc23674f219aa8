/*---
claim = """close() of one of two descriptors of a socket ends nothing: a FIN is sent only when the last one is
           closed."""
question = "Does close() of one of two duplicated descriptors end the connection?"
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
  const Outcome first = connection.client.receive(1).outcome;
  GIVEN(copy.close());
  detail("after_the_last_close", connection.client.receive().outcome.text());
  CLAIM(first, "nothing");
}
