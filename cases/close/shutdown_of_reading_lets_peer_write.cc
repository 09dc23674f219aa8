/*---
claim = """After shutdown(SHUT_RD) further receptions are disallowed: what the peer sends afterwards is not
           received, the reader finds end of file."""
question = "Does a socket still receive data after shutdown(SHUT_RD)?"
says = [{doc = "linux-shutdown-2", at = "DESCRIPTION, SHUT_RD", on = ["linux"]}]
catalogue = ["shut-rd-no-fin"]
tags = ["tcp", "shutdown"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.shutdown(How::read));
  detail("client_sends", connection.client.send("late").text());
  CLAIM(receive_after_delay(connection.server), "eof");
}
