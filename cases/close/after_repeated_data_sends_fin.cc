/*---
claim = """close() after the peer has repeated data that were read before sends FIN: a repetition is no
           unread data."""
question = "Does close() still send a FIN after the peer repeated data that were read before?"
says = [
  {doc = "rfc1122", at = "4.2.2.13: RST if received data are pending"},
  {doc = "rfc9293", at = "3.10.7.4, first: a duplicate is dropped"},
]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "close", "fin", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  connection.peer.send(bytes("hello"));
  GIVEN(connection.server.receive(), data("hello"));
  connection.peer.expect(ack());
  connection.peer.send(bytes("hello").again());
  connection.peer.expect(ack());
  GIVEN(connection.server.close());
  CLAIM(connection.peer.answer(), "FIN");
}
