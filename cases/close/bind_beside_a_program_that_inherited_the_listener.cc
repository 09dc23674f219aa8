/*---
claim = """A program that a child executes inherits a listener that is not marked close-on-exec: the port stays
           taken after the server closed it."""
question = "Does a program that my server started keep its port taken?"
says = [{doc = "linux-execve-2", at = "DESCRIPTION: descriptors remain open across an execve()", on = ["linux"]},
        {doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]}]
needs = ["two-processes"]
tags = ["tcp", "listen", "close", "fork", "exec", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = serving("listener", {reuseaddr}, loopback());
  const Address address = listener.local();
  GIVEN(listener.keep_on_exec());
  Process program = program_with_our_sockets("program");
  GIVEN(listener.close());
  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
