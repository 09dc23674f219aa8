/*---
claim = """If the peer has vanished and nothing is sent, the port of an end that nobody closes stays taken
           until the timeout of TIME_WAIT has run out."""
question = "How long does an idle connection keep its port if the peer has vanished?"
says = [
  {doc = "fine-address-in-use", at = "the remote side disappears: until the TIME_WAIT timeout"},
]
disputed_by = [
  {doc = "rfc1122", at = "4.2.3.6: keepalive is optional, and off by default", predicts = "no end seen"},
]
catalogue = ["fi-18"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "duration", "bind"]
slow = 70
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  CLAIM(port_is_free(connection, timeout_for(70, 7200)), "with TIME_WAIT");
}
