/*---
claim = """An end whose peer has restarted learns of it when it sends data: the reset of the peer ends the
           connection."""
question = "Does an end notice that its peer has restarted when it sends data?"
says = [{doc = "rfc9293", at = "3.5.1, figure 10"}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "reset", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  GIVEN(connection.server.send("hello"));
  connection.peer.expect(bytes("hello"));
  connection.peer.send(rst());  // it knows of no connection
  CLAIM(connection.server.receive().outcome, fails_with("ECONNRESET"));
}
