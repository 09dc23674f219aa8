/*---
claim = """A client that starts again with the same port connects in the end: its reset of the challenge ACK
           ends the old connection, and its next SYN opens a new one."""
question = "Can a client that restarted connect from its old port while the server still has the connection?"
says = [
  {doc = "rfc9293", at = "3.5.1, figure 9"},
  {doc = "rfc5961", at = "4.2"},
]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "4-tuple", "restart", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  connection.peer.start_over(100000);
  connection.peer.send(syn());
  connection.peer.expect(ack());
  connection.peer.send(rst().at(-100001));  // the number that the acknowledgement asks for
  connection.peer.start_over(100000);
  connection.peer.send(syn());
  CLAIM(connection.peer.answer(), "SYN-ACK");
}
