/*---
claim = """A listener of a SO_REUSEPORT group that does not accept keeps its share: some of the clients wait
           at it."""
question = "Does a SO_REUSEPORT listener that does not accept still get its share of the connections?"
says = [{doc = "nginx-blog-sharding-2015", at = "fourth paragraph: a member that does not accept keeps the share that the kernel gave it: those clients wait"}]
catalogue = ["ns-stalled"]
tags = ["tcp", "distribution", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket stalled = serving("stalled", {reuseport}, loopback());
  Socket working = serving("working", {reuseport}, stalled.local());
  CLAIM(who_receives(stalled, working, stalled.local()), "both");
}
