/*---
claim = """If the peer has vanished when an end is closed, its port stays taken until the timeout of
           TIME_WAIT has run out."""
question = "How long is the port of a closed connection taken if the peer has vanished?"
says = [
  {doc = "fine-address-in-use", at = "the remote side disappears: until the TIME_WAIT timeout"},
]
catalogue = ["fi-18"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "fin-wait-1", "orphan", "duration", "bind"]
slow = 70
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  GIVEN(connection.server.close());
  CLAIM(port_is_free(connection, timeout_for(70, 7200), words::later), "with TIME_WAIT");
}
