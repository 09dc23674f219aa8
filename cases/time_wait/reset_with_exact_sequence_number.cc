/*---
claim = "A reset that has exactly the next sequence number ends TIME_WAIT."
question = "Does a reset with exactly the next sequence number end TIME_WAIT?"
says = [{doc = "rfc9293", at = "3.10.7.4, second, TIME-WAIT: enter the CLOSED state"}]
disputed_by = [{doc = "rfc1337", at = "3, F1: ignore RST segments in TIME-WAIT", predicts = "TIME_WAIT"}]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "time-wait", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  ScriptedPeer& peer = connection.peer;
  close_before_peer(connection);
  peer.send(rst());
  wait_until([&] { return peer.state_here() == Outcome("none"); }, 0.5);
  CLAIM(peer.state_here(), "none");
}
