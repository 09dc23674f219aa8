/*---
claim = """Data that arrive in FIN_WAIT_2 after close() are answered by a reset, because nobody can read
           them."""
question = "How are data answered that arrive in FIN_WAIT_2 after close()?"
says = [
  {doc = "rfc1122", at = "4.2.2.13: new data after CLOSE"},
  {doc = "rfc9293", at = "3.6.1, SHLD-3"},
]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "fin-wait-2", "orphan", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  GIVEN(connection.server.close());
  connection.peer.expect(fin());
  connection.peer.send(ack());
  connection.peer.send(bytes("hello"));
  CLAIM(connection.peer.answer(), "RST");
}
