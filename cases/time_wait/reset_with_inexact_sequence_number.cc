/*---
claim = """A reset whose sequence number is inside the window and not the next one leaves TIME_WAIT as it
           is, and is answered by an acknowledgement."""
question = "Does a reset with a sequence number inside the window end TIME_WAIT?"
says = [
  {doc = "rfc9293", at = "3.10.7.4, second: challenge ACK"},
  {doc = "rfc5961", at = "3.2"},
]
disputed_by = [
  {doc = "rfc1337", at = "3, F1: ignore RST segments in TIME-WAIT", predicts = "nothing, TIME_WAIT"},
]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "time-wait", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  close_before_peer(connection);
  connection.peer.send(rst().at(100));
  const Outcome answer = connection.peer.answer();
  CLAIM(outcomes_of({answer, connection.peer.state_here()}), "ACK, TIME_WAIT");
}
