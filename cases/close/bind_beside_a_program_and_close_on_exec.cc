/*---
claim = """A listener that is marked close-on-exec is not inherited by a program that a child executes: the port
           is free once the server has closed it."""
question = "Does close-on-exec keep a started program from holding my server's port?"
says = [{doc = "linux-execve-2", at = "DESCRIPTION: descriptors marked close-on-exec are closed", on = ["linux"]}]
needs = ["two-processes"]
tags = ["tcp", "listen", "close", "fork", "exec", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = serving("listener", {}, loopback());
  const Address address = listener.local();
  Process program = program_with_our_sockets("program");
  GIVEN(listener.close());
  Socket again = tcp("restarted server");
  CLAIM(again.bind(address), succeeds());
}
