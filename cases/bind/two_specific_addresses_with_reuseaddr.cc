/*---
claim = """One TCP port is bound on two specific addresses with SO_REUSEADDR on both, while the first
           listens."""
question = "Does SO_REUSEADDR change whether one TCP port can be bound on two specific addresses?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 2: one specific address, then another, option on or off: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 2 (retold): several servers run on one port, each bound to another local address, the wildcard too (bound last)"},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 3 (retold): one process binds one port on several sockets, each with another local address"}]
catalogue = ["so-t2", "st-instances", "st-one-process"]
needs = ["second-address"]
tags = ["tcp", "bind", "listen", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(second_local(first.port())), succeeds());
}
