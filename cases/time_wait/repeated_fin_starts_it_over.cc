/*---
claim = """A FIN that the peer sends again starts TIME_WAIT over: 60 seconds from the repetition, which
           comes 10 seconds after the first one here."""
question = "Does a repeated FIN start TIME_WAIT over?"
says = [
  {doc = "rfc9293", at = "3.10.7.4, eighth, TIME-WAIT: restart the 2 MSL timeout"},
  {doc = "linux-tcp-minisocks", at = "tcp_timewait_state_process: inet_twsk_reschedule", on = ["linux"]},
]
catalogue = ["fi-11"]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "fin", "time-wait", "duration"]
slow = 140
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  ScriptedPeer& peer = connection.peer;
  close_before_peer(connection);
  GIVEN(seconds_of_time_wait(peer.here(), peer.there(), 10) == std::nullopt);
  peer.send(fin().again());
  peer.expect(ack());
  CLAIM(duration(seconds_of_time_wait(peer.here(), peer.there(), 130), 130), "60 s");
}
