/*---
claim = "shutdown(), whatever its direction, sends a FIN: after SHUT_RD too the peer reads end of file."
question = "Does the peer read end of file after shutdown(SHUT_RD)?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, first paragraph: no direction is set apart"}]
disputed_by = [{doc = "linux-shutdown-2", at = "DESCRIPTION, SHUT_RD", on = ["linux"], predicts = "nothing"}]
catalogue = ["fi-2", "shut-rd-no-fin"]
tags = ["tcp", "shutdown", "fin"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.shutdown(How::read));
  CLAIM(connection.client.receive(1).outcome, "eof");
}
