/*---
claim = "Data that arrive in FIN_WAIT_2 after shutdown() of writing are delivered."
question = "Are data delivered that arrive in FIN_WAIT_2 after shutdown() of writing?"
says = [
  {doc = "rfc9293", at = "3.6, case 1"},
  {doc = "rfc1122", at = "4.2.2.13: half-closed connection"},
]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "fin-wait-2", "half-close"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  GIVEN(connection.server.shutdown(How::write));
  connection.peer.expect(fin());
  connection.peer.send(ack());
  connection.peer.send(bytes("hello"));
  CLAIM(connection.server.receive().text, data("hello"));
}
