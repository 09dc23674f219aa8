/*---
claim = "Data that arrive after close(), before the FIN is acknowledged, are answered by a reset."
question = "How are data answered that arrive after close(), before the FIN is acknowledged?"
says = [
  {doc = "rfc1122", at = "4.2.2.13: new data after CLOSE"},
  {doc = "rfc9293", at = "3.6.1, SHLD-3"},
]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "fin-wait-1", "orphan", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  ScriptedPeer& peer = connection.peer;
  GIVEN(connection.server.close());
  GIVEN(await_state(peer.here(), peer.there(), TcpState::fin_wait_1), "FIN_WAIT_1");
  peer.send(bytes("hello"));  // before it reads the FIN
  peer.expect(fin());
  CLAIM(peer.answer(), "RST");
}
