/*---
claim = """A late data segment of an old connection whose sequence number lines up with the new one is not
           delivered either, because its acknowledgement is one of the old connection."""
question = "Can late data of an old connection reach a new one if the sequence number fits its window?"
says = [{doc = "rfc5961", at = "5.2: an acknowledgement that is too old"}]
catalogue = ["py-7"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  const Packet late = connection.peer.delayed(late_data().acknowledging_all_but(100000000));
  reset_connection(connection);

  reconnect(connection, -1);  // its SYN takes one number
  CLAIM(fate_of_late_data(connection, late), "not delivered");
}
