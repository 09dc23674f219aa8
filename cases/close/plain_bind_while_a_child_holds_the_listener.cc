/*---
claim = """A listener that a child process inherited keeps its port after the parent closed it: a plain
           socket is refused."""
question = "Is a port still taken while a child process holds the closed listener of its parent?"
says = [{doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]},
        {doc = "posix-2017-close", at = "DESCRIPTION: when all file descriptors associated with an open file description have been closed"}]
needs = ["two-processes"]
tags = ["tcp", "listen", "close", "fork", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const LeftListener left = leave_listener_to_child();

  Socket again = tcp("restarted server");
  CLAIM(again.bind(left.address), fails_with("EADDRINUSE"));
}
