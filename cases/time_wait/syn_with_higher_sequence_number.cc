/*---
claim = """A SYN in TIME_WAIT, without timestamps, whose sequence number is higher than all of the old
           connection opens a new connection."""
question = "Does a SYN with a higher sequence number open a connection over TIME_WAIT?"
says = [
  {doc = "rfc6191", at = "2, without timestamps"},
  {doc = "rfc9293", at = "3.6.1, MAY-2"},
]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "time-wait", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  close_before_peer(connection);
  connection.peer.start_over(100000);
  connection.peer.send(syn());
  CLAIM(connection.peer.answer(), "SYN-ACK");
}
