/*---
claim = """Keepalive ends a connection whose peer has vanished, with ETIMEDOUT, after the number of probes
           that is set."""
question = "Does keepalive end a connection whose peer has vanished?"
says = [{doc = "linux-tcp-7", at = "tcp_keepalive_probes, no response", on = ["linux"]}]
catalogue = ["fi-18"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "keepalive"]
slow = 20
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  for (const Option& once : {keepalive, keep_idle, keep_interval}) GIVEN(connection.server.set(once, 1));
  GIVEN(connection.server.set(keep_count, 2));
  CLAIM(connection.server.receive(20).outcome, fails_with("ETIMEDOUT"));
}
