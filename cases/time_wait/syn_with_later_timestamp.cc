/*---
claim = """A SYN in TIME_WAIT whose timestamp is later than the last one of the old connection opens a new
           connection, although its sequence number is lower."""
question = "Does a SYN with a later timestamp and a lower sequence number open a connection over TIME_WAIT?"
says = [{doc = "rfc6191", at = "2, with timestamps"}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "time-wait", "4-tuple", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer(PeerTimestamps::on);
  close_before_peer(connection);
  connection.peer.start_over(-100000);
  connection.peer.send(syn());
  CLAIM(connection.peer.answer(), "SYN-ACK");
}
