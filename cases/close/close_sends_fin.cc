/*---
claim = "close() sends a FIN: the peer reads end of file."
question = "Does close() send a FIN, so that the peer reads end of file?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, first paragraph"},
        {doc = "rfc9293", at = "3.6, case 1"},
        {doc = "beej-bgnet", at = "Common Questions: recv() returns 0 when the other side has closed"}]
catalogue = ["fi-1", "bj-recv-zero"]
tags = ["tcp", "close", "fin"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.close());
  CLAIM(connection.client.receive().outcome, "eof");
}
