/*---
claim = """A control: of two sockets without any option, the second is refused an address that
           the first one holds."""
question = "Is a second plain socket refused an address that is taken?"
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket first = make_socket("first");
  GIVEN(first.bind(loopback()));

  Socket second = make_socket("second");
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
