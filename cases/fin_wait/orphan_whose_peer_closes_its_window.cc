/*---
claim = """A closed end whose data and FIN cannot leave, because the peer acknowledges every probe with a
           window of zero, is given up some time."""
question = "When is a closed socket given up whose peer keeps its window at zero?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_orphan_retries (unacknowledged only)", on = ["linux"]},
]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "fin-wait-1", "orphan", "zero-window", "duration"]
slow = 70
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  connection.peer.send(ack().with_window(0));
  GIVEN(connection.server.send("hello"));
  GIVEN(connection.server.close());
  OBSERVE(end_with_closed_window(connection, timeout_for(70, 7200)));
}
