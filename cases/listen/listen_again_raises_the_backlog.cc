/*---
claim = """Listening again changes the backlog: after listen(1) and listen(4), more than two connections
           stand without being accepted."""
question = "Does a second listen() change the backlog?"
says = [{doc = "linux-af-inet", at = "inet_listen: only allow the backlog to be adjusted", on = ["linux"]}]
catalogue = ["listen-twice"]
tags = ["tcp", "listen", "backlog"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket small = tcp("server with a backlog of one");
  GIVEN(small.bind(loopback()));
  GIVEN(small.listen(1));
  const Outcome held = completed_connections(small, 3);
  detail("backlog_of_one", held.text());
  needs(held != Outcome("3 or more"), "a stack on which a backlog of one holds fewer than three connections");

  Socket server = tcp("server");
  GIVEN(server.bind(loopback()));
  GIVEN(server.listen(1));
  GIVEN(server.listen(4));
  CLAIM(completed_connections(server, 3), "3 or more");
}
