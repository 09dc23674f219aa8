/*---
claim = "A control: what is sent over the loopback device arrives, in both directions."
question = "Do data arrive over a TCP connection on the loopback device, in both directions?"
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4) {
  Connection connection = connected();
  GIVEN(connection.client.send("there"));
  GIVEN(connection.server.receive(), data("there"));
  GIVEN(connection.server.send("and back"));
  CLAIM(connection.client.receive().text, data("and back"));
}
