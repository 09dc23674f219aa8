/*---
claim = """When a socket that is bound to the wildcard address is connected, the system puts the source
           address that it chose in the place of the wildcard."""
question = "Does a socket bound to the wildcard have a specific address once it is connected?"
says = [{doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): when a socket bound to the wildcard address is connected"}]
catalogue = ["so-wildcard-replaced"]
tags = ["tcp", "udp", "connect", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket socket = make_socket("socket");
  GIVEN(socket.bind(wildcard_address()));
  const Port port = socket.port();
  GIVEN(socket.connect(peer.local()));
  const Outcome left = what_is_left_of(socket.local_if_any(), port);
  detail("address", left.text());
  CLAIM(left == Outcome("specific address, same port") ? "specific" : "not specific", "specific");
}
