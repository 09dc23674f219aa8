/*---
claim = """A child process that inherited a listener keeps the port taken after the server itself was killed."""
question = "Is the port still taken if a killed server leaves a child process that inherited it?"
says = [{doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]},
        {doc = "posix-2017-exit", at = "DESCRIPTION: all open descriptors are closed"}]
needs = ["two-processes"]
tags = ["tcp", "listen", "fork", "crash", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process server = another_process("server");
  const Socket listener = serving("listener", {reuseaddr}, loopback(), server);
  const Address address = listener.local();
  server.leave_child("child");
  server.kill();
  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
