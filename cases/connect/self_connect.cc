/*---
claim = """A TCP socket that connects to its own address and port succeeds: to the protocol it is a
           simultaneous open."""
question = "Can a TCP socket connect to its own address and port?"
says = [{doc = "rfc9293", at = "3.5, simultaneous open"}]
catalogue = ["self-connect"]
tags = ["tcp", "connect", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket socket = tcp("socket");
  GIVEN(socket.bind(loopback()));
  CLAIM(socket.connect(socket.local()), succeeds());
}
