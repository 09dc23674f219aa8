/*---
claim = "Processes that wait in accept() on one listener that they share are served in turn: each gets connections."
question = "Does each of several processes that block in accept() on one listener get connections?"
says = [{doc = "cloudflare-accept-2017", at = "accept balancing: processes that block in accept() are served in turn"}]
catalogue = ["ca-blocking-accept"]
needs = ["two-processes"]
tags = ["tcp", "listen", "fork", "distribution"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener", {}, loopback());
  CLAIM(spread_over_waiting_children(listener), "each");
}
