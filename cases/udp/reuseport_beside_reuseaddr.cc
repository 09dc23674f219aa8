/*---
claim = """A UDP socket with SO_REUSEPORT alone is refused a port that is shared by one with both options and
           one with SO_REUSEADDR alone."""
question = "Can a UDP socket with only SO_REUSEPORT join a port whose holders have SO_REUSEADDR in common?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: neither option on both sockets"}]
catalogue = ["udp-mixed-options"]
tags = ["udp", "SO_REUSEADDR", "SO_REUSEPORT", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr, reuseport}, loopback());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  needs(second.bind(first.local()).is_ok(), "two UDP sockets on one address by SO_REUSEADDR");

  Socket third = make_socket("third");
  GIVEN(third.set(reuseport));
  CLAIM(third.bind(first.local()), fails_with("EADDRINUSE"));
}
