/*---
claim = """close() of a connection that a child process inherited sends no FIN: the client hears nothing
           until the child has ended."""
question = """Does a peer read end of file when the server closes a connection that its child process still
              holds?"""
says = [{doc = "linux-close-2", at = "DESCRIPTION, last descriptor", on = ["linux"]}]
needs = ["two-processes"]
tags = ["tcp", "close", "fin", "fork"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  Process child = child_with_our_sockets("child");
  GIVEN(connection.server.close());
  const Outcome before = connection.client.receive(1).outcome;
  child.exit();
  detail("after_the_child", connection.client.receive().outcome.text());
  CLAIM(before, "nothing");
}
