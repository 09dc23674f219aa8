/*---
claim = """A SYN in TIME_WAIT, without timestamps, whose sequence number is lower than those of the old
           connection opens nothing; it is acknowledged like any segment that does not fit."""
question = "Does a SYN with a lower sequence number open a connection over TIME_WAIT?"
says = [
  {doc = "rfc9293", at = "3.10.7.4, fourth: challenge ACK"},
  {doc = "rfc5961", at = "4.2"},
]
disputed_by = [{doc = "rfc6191", at = "2: silently drop", predicts = "nothing"}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "time-wait", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  close_before_peer(connection);
  connection.peer.start_over(-100000);
  connection.peer.send(syn());
  CLAIM(connection.peer.answer(), "ACK");
}
