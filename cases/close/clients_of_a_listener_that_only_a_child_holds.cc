/*---
claim = """A listener that a child process inherited goes on to take connections after the parent closed it:
           a client connects, though nobody accepts."""
question = "Do clients still connect to a listener that only an idle child process holds?"
says = [{doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]}]
needs = ["two-processes"]
tags = ["tcp", "listen", "connect", "close", "fork"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const LeftListener left = leave_listener_to_child();
  Socket client = tcp("client");
  CLAIM(client.connect(left.address), succeeds());
}
