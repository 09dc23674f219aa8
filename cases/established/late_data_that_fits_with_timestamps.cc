/*---
claim = """With timestamps, a late data segment that lines up with the new connection in both of its numbers
           is not delivered: its timestamp is older (PAWS)."""
question = "Do TCP timestamps keep late data of an old connection from a new one?"
says = [
  {doc = "rfc7323", at = "5: PAWS"},
  {doc = "rfc1337", at = "3, F2"},
]
catalogue = ["py-7"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "4-tuple", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer(PeerTimestamps::on);
  reset_connection(connection);
  reconnect(connection, -1);
  const Packet late = connection.peer.delayed(late_data().with_clock_at(-1000));
  CLAIM(fate_of_late_data(connection, late), "not delivered");
}
