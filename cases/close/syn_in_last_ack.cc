/*---
claim = """A SYN that meets the same connection in LAST_ACK, as its peer sends it that has forgotten the connection,
           is answered by a reset."""
question = "How is a SYN answered while the old connection is in LAST_ACK?"
says = [{doc = "bernat-time-wait-2014", at = "Purpose: a new SYN to an end in LAST_ACK is answered by a reset", predicts = "RST, none"}]
disputed_by = [
  {doc = "rfc9293", at = "3.10.7.4, fourth: challenge ACK", predicts = "ACK, LAST_ACK"},
  {doc = "rfc5961", at = "4.2", predicts = "ACK, LAST_ACK"},
]
catalogue = ["vb-last-ack"]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "close", "4-tuple", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  connection.peer.send(fin());
  GIVEN(connection.server.receive(), "eof");
  GIVEN(connection.server.close());
  connection.peer.expect(fin());
  GIVEN(connection.peer.state_here(), "LAST_ACK");
  connection.peer.start_over(100000);
  connection.peer.send(syn());
  const Outcome answer = answer_beside_fins(connection.peer);
  CLAIM(outcomes_of({answer, connection.peer.state_here()}), "RST, none");
}
