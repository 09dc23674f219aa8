/*---
claim = """Once the child process that inherited a listener exits, its port is free: a plain socket binds it."""
question = "Is the port free once the child process that held the listener has exited?"
says = [{doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]},
        {doc = "posix-2017-exit", at = "DESCRIPTION: all open descriptors are closed"}]
needs = ["two-processes"]
tags = ["tcp", "listen", "close", "fork", "exit"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  LeftListener left = leave_listener_to_child();
  Socket before = tcp("server before");
  GIVEN(before.bind(left.address), "EADDRINUSE");
  left.child.exit();

  Socket again = tcp("server after");
  CLAIM(again.bind(left.address), succeeds());
}
