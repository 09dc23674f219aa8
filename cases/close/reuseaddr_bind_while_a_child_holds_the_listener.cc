/*---
claim = """SO_REUSEADDR is no help while a child process holds the listener that the parent closed: a
           restarted server is refused, though both set it."""
question = "Does SO_REUSEADDR restart a server whose old listener lives on in a child process?"
says = [{doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]},
        {doc = "posix-2017-close", at = "DESCRIPTION: when all file descriptors associated with an open file description have been closed"}]
needs = ["two-processes"]
tags = ["tcp", "listen", "close", "fork", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const LeftListener left = leave_listener_to_child({reuseaddr});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(left.address), fails_with("EADDRINUSE"));
}
