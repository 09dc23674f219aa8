/*---
claim = """A UDP socket with SO_REUSEADDR alone shares the port of one with SO_REUSEADDR and SO_REUSEPORT."""
question = "Can a UDP socket with SO_REUSEADDR share the port of one with SO_REUSEADDR and SO_REUSEPORT?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both sk_reuse, no conflict"},
        {doc = "dotnet-socket", at = "test table: to share a UDP port with a foreign program, that one needs SO_REUSEADDR on Linux and SO_REUSEPORT on macOS (unchecked)", on = ["linux"]}]
catalogue = ["udp-mixed-options", "dn-udp-foreign"]
tags = ["udp", "SO_REUSEADDR", "SO_REUSEPORT", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr, reuseport}, loopback());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
