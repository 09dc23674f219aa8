/*---
claim = """shutdown() of a UDP socket that has no peer works, and makes the socket unusable for sending and
           receiving."""
question = "What does shutdown() do to a UDP socket without a peer?"
says = [{doc = "beej-bgnet", at = "close() and shutdown(): shutdown() of an unconnected datagram socket makes it unusable for sending and receiving"}]
catalogue = ["bj-udp-shutdown"]
tags = ["udp", "shutdown"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket socket = udp("socket");
  GIVEN(socket.bind(loopback()));
  CLAIM(socket.shutdown(How::both), succeeds());
}
