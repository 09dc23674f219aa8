/*---
claim = """If the peer's FIN arrives before its acknowledgement of ours, FIN_WAIT_1 becomes CLOSING, and
           TIME_WAIT with that acknowledgement."""
question = "Which states follow FIN_WAIT_1 if the peer's FIN comes before its acknowledgement of ours?"
says = [
  {doc = "fine-address-in-use", at = "Correct shutdown, last sub-list: FIN earlier than ACK"},
  {doc = "rfc9293", at = "3.6, figure 13"},
]
catalogue = ["fi-8"]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "fin", "tcp-state", "simultaneous-close", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  ScriptedPeer& peer = connection.peer;
  StateTrace states(peer.here(), peer.there());
  GIVEN(connection.server.close());
  states.wait_for(TcpState::fin_wait_1);
  peer.send(fin());  // before it reads the server's
  states.wait_for(TcpState::closing);
  peer.expect(fin());
  peer.send(ack());
  states.wait_for(TcpState::time_wait);
  CLAIM(states.seen(), "FIN_WAIT_1, CLOSING, TIME_WAIT");
}
