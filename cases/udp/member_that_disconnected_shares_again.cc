/*---
claim = """Two UDP sockets share a port by SO_REUSEPORT, and one of them was connected for a while (until
           connect() to AF_UNSPEC); whether both receive then is open."""
question = "Does a UDP socket that was connected share its SO_REUSEPORT port again after it disconnects?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, AF_UNSPEC: dissolves the association (silent on SO_REUSEPORT)", on = ["linux"]}]
tags = ["udp", "SO_REUSEPORT", "connected", "AF_UNSPEC", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  // The one whose port was not chosen by the system: the other would lose its port.
  GIVEN(second.connect(peer.local()));
  GIVEN(second.disconnect());
  OBSERVE(who_receives(first, second, first.local()));
}
