/*---
claim = """A backlog above net.core.somaxconn is cut to it: with 2 there, three connections stand at a
           listener with a backlog of 100."""
question = "Does net.core.somaxconn cut the backlog of a listener?"
says = [{doc = "linux-listen-2", at = "NOTES: somaxconn, silently capped", on = ["linux"]},
        {doc = "systemd-socket-5", at = "Backlog=: a backlog above net.core.somaxconn is cut to it without a word"}]
catalogue = ["sd-backlog"]
needs = ["own-stack"]
tags = ["tcp", "listen", "backlog", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.core.somaxconn", "2"));
  Socket listener = tcp("listener");
  GIVEN(listener.bind(loopback()));
  GIVEN(listener.listen(100));
  CLAIM(completed_connections(listener, 8), "3");
}
