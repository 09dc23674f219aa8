/*---
claim = """A late data segment that lines up with the new connection in both of its numbers is taken for one
           of its own, if nothing else tells them apart."""
question = "Can late data of an old connection reach a new one if both numbers fit and timestamps are off?"
says = [{doc = "rfc1337", at = "2.1, H1: old duplicate data may be accepted erroneously"},
        {doc = "unix-socket-faq", at = "4.5: it may happen, though it is unlikely, that data of the old connection reach the new server"}]
disputed_by = [
  {doc = "python-list-2009", at = "a late sequence number will not line up", predicts = "not delivered"},
]
catalogue = ["py-7", "fq-unexpected"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "established", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  PeerConnection connection = connected_to_peer();
  reset_connection(connection);
  reconnect(connection, -1);
  const Packet late = connection.peer.delayed(late_data());
  CLAIM(fate_of_late_data(connection, late), "delivered");
}
