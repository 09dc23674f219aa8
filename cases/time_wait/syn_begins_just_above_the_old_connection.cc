/*---
claim = """The connection that a SYN opens over TIME_WAIT begins a little above the old one's last sequence
           number, however much time has passed (Linux: 65,537 above it)."""
question = "Does a connection that replaces TIME_WAIT begin just above the old one's sequence numbers?"
says = [{doc = "linux-tcp-minisocks", at = "tcp_timewait_state_process: tw_snd_nxt + 65535 + 2"}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "time-wait", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  close_before_peer(connection);
  // A system that takes its numbers from the clock (RFC 6528) moves on by 3 million meanwhile.
  GIVEN(connection.peer.answer(0.2), "nothing");
  connection.peer.start_over(100000);
  connection.peer.send(syn());
  connection.peer.expect(syn_ack());
  CLAIM(connection.peer.first_sequence(), "just above");
}
