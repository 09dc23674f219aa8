/*---
claim = """Data that a vanished peer does not acknowledge end the connection, with ETIMEDOUT, after the
           number of repetitions that tcp_retries2 sets, 3 here."""
question = "When does a connection end whose peer vanished before it acknowledged data?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_retries2", on = ["linux"]},
  {doc = "rfc1122", at = "4.2.3.5: R2"},
]
catalogue = ["fi-18"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "settings"]
slow = 30
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_retries2", "3"));
  PeerConnection connection = connected_to_peer();
  GIVEN(connection.server.send("hello"));
  CLAIM(connection.server.receive(30).outcome, fails_with("ETIMEDOUT"));
}
