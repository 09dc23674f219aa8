/*---
claim = """If the peer acknowledges our FIN and sends its own in one segment, FIN_WAIT_1 becomes
           TIME_WAIT at once."""
question = "Which state follows FIN_WAIT_1 if the peer acknowledges our FIN and sends its own at once?"
says = [
  {doc = "fine-address-in-use", at = "Correct shutdown, last sub-list: ACK and FIN together"},
]
catalogue = ["fi-9"]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "fin", "tcp-state", "fin-wait-1", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  ScriptedPeer& peer = connection.peer;
  StateTrace states(peer.here(), peer.there());
  GIVEN(connection.server.close());
  peer.expect(fin());
  states.wait_for(TcpState::fin_wait_1);
  peer.send(fin());
  states.wait_for(TcpState::time_wait);
  CLAIM(states.seen(), "FIN_WAIT_1, TIME_WAIT");
}
