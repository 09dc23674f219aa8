/*---
claim = """A UDP socket that is connected receives what its peer sends, though another one with SO_REUSEADDR
           and SO_REUSEPORT binds the specific address of its port."""
question = "Does a UDP socket on a specific address take the datagrams of a connected one on the wildcard?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, SOCK_DGRAM: the only address from which datagrams are received", on = ["linux"]}]
tags = ["udp", "connected", "sharing", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4) {
  Socket peer = serving("peer", {}, loopback());
  Socket first = serving("first", {reuseaddr}, wildcard_address());
  GIVEN(first.connect(peer.local()));
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  GIVEN(second.set(reuseport));
  GIVEN(second.bind(loopback(first.port())));
  CLAIM(receiver_of(first, second, peer), "first");
}
