/*---
claim = """A FIN that the peer sends again, because the last acknowledgement was lost, is acknowledged
           again in TIME_WAIT."""
question = "Is a repeated FIN acknowledged in TIME_WAIT?"
says = [
  {doc = "fine-address-in-use", at = "TIME_WAIT, 1st reason"},
  {doc = "rfc9293", at = "3.10.7.4, fifth, TIME-WAIT: acknowledge it"},
]
catalogue = ["fi-11"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "fin", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  close_before_peer(connection);
  connection.peer.send(fin().again());
  CLAIM(connection.peer.answer(), "ACK");
}
