/*---
claim = """FIN_WAIT_1 lasts until the peer acknowledges the FIN, here the second repetition of it; then it is
           FIN_WAIT_2."""
question = "How long does FIN_WAIT_1 last if the FIN has to be repeated?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, 1st list"},
        {doc = "rfc9293", at = "3.6, figure 12"}]
catalogue = ["fi-7"]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "fin-wait-1", "fin-wait-2", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  ScriptedPeer peer;
  Socket listener = listening("server", {}, peer.here());
  peer.connect(listener);
  Socket server = listener.accept("accepted");
  StateTrace states(server.local(), peer.there());
  GIVEN(server.shutdown(How::write));
  peer.expect(fin());
  states.wait_for(TcpState::fin_wait_1);
  peer.expect(fin().again());
  states.wait_for(TcpState::fin_wait_1);
  peer.send(ack());
  states.wait_for(TcpState::fin_wait_2);
  CLAIM(states.seen(), "FIN_WAIT_1, FIN_WAIT_2");
}
