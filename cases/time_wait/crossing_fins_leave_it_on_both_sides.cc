/*---
claim = """If both sides close before either sees the other's FIN, both end in TIME_WAIT: the system's by
           its table, the peer's by the segments that the system sent."""
question = "Do both ends get TIME_WAIT if their FINs cross?"
says = [
  {doc = "fine-address-in-use", at = "Correct shutdown: both sides close"},
  {doc = "rfc9293", at = "3.6, figure 13"},
]
catalogue = ["fi-10"]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "fin", "simultaneous-close", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  ScriptedPeer& peer = connection.peer;
  GIVEN(connection.server.close());
  GIVEN(await_state(peer.here(), peer.there(), TcpState::fin_wait_1), "FIN_WAIT_1");
  peer.send(fin());  // before it reads the server's
  peer.expect(fin());
  peer.expect(ack());
  peer.send(ack());
  CLAIM(outcomes_of({settled_state(peer.here(), peer.there()), peer.state_there()}), "TIME_WAIT, TIME_WAIT");
}
