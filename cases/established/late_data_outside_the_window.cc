/*---
claim = """Without TIME_WAIT too, a late data segment of an old connection is not delivered if its sequence
           number is outside the window of the new one."""
question = "Can late data of an old connection reach a new one if the sequence number is outside its window?"
says = [
  {doc = "python-list-2009", at = "a late sequence number will not line up"},
]
catalogue = ["py-7"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  const Packet late = connection.peer.delayed(late_data());
  reset_connection(connection);

  reconnect(connection, 100000);
  CLAIM(fate_of_late_data(connection, late), "not delivered");
}
