/*---
claim = """TIME_WAIT keeps a late data segment of an old connection from the new one on the same
           addresses and ports: the SYN that takes its place must have a higher sequence number than all
           that is old."""
question = "Can late data of an old connection reach the one that took the place of its TIME_WAIT?"
says = [
  {doc = "python-list-2009", at = "TIME_WAIT keeps old packets apart"},
  {doc = "rfc9293", at = "3.6.1, MAY-2"},
]
catalogue = ["py-6"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "time-wait", "4-tuple", "established"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  const Packet late = connection.peer.delayed(late_data());
  connection.peer.send(bytes("hello"));
  GIVEN(connection.server.receive(), data("hello"));
  connection.peer.expect(ack());
  close_before_peer(connection);

  reconnect(connection, 1);
  CLAIM(fate_of_late_data(connection, late), "not delivered");
}
