/*---
claim = """A listener with TCP_DEFER_ACCEPT does not get a connection before its client sends data, also with
           a backlog of 0."""
question = "Does TCP_DEFER_ACCEPT hold back a connection without data if the backlog is 0?"
says = [{doc = "linux-tcp-7", at = "TCP_DEFER_ACCEPT: awakened only when data arrives", on = ["linux"]}]
tags = ["tcp", "listen", "backlog", "TCP_DEFER_ACCEPT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket deferring = tcp("deferring");
  GIVEN(deferring.set(defer_accept, 30));
  GIVEN(deferring.bind(loopback()));
  GIVEN(deferring.listen(0));
  Socket plain = serving("plain", {}, loopback());

  Socket client = tcp("client");
  GIVEN(client.connect(deferring.local()));
  // A connection that is made later is there: so the first one would be, too, if it were not held back.
  Socket later = tcp("later client");
  GIVEN(later.connect(plain.local()));
  Socket accepted = plain.accept("accepted");
  CLAIM(deferring.is_readable(0) ? "accepted without data" : "held back", "held back");
}
