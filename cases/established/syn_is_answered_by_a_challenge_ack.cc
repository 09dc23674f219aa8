/*---
claim = """A SYN on an established connection, as a client sends it that starts again with the same port, is
           answered by an acknowledgement, whatever its sequence number is."""
question = "How is a SYN on an established connection answered?"
says = [
  {doc = "rfc5961", at = "4.2"},
  {doc = "rfc9293", at = "3.10.7.4, fourth: challenge ACK"},
]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "established", "4-tuple", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  connection.peer.start_over(100000);
  connection.peer.send(syn());
  const Outcome answer = connection.peer.answer();
  CLAIM(outcomes_of({answer, connection.peer.state_here()}), "ACK, ESTABLISHED");
}
