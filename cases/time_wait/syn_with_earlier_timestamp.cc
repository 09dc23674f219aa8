/*---
claim = """A SYN in TIME_WAIT whose timestamp is earlier than the last one of the old connection opens
           nothing, although its sequence number is higher; it is acknowledged."""
question = "Does a SYN with an earlier timestamp open a connection over TIME_WAIT?"
says = [
  {doc = "rfc9293", at = "3.10.7.4, fourth: challenge ACK"},
  {doc = "rfc5961", at = "4.2"},
]
disputed_by = [{doc = "rfc6191", at = "2: silently drop", predicts = "nothing"}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "time-wait", "4-tuple", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer(PeerTimestamps::on);
  close_before_peer(connection);
  connection.peer.start_over(100000);
  connection.peer.send(syn().with_clock_at(-1000));
  CLAIM(connection.peer.answer(), "ACK");
}
