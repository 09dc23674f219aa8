/*---
claim = """Any number of UDP sockets may bind a port once the newcomer sets SO_REUSEADDR; the first one needs
           no option."""
question = "Can a UDP socket with SO_REUSEADDR bind a port that one without it holds?"
says = [{doc = "illumos-udp", at = "udp_do_bind", on = ["sunos"]}]
disputed_by = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both must reuse", predicts = "bind: EADDRINUSE"}]
catalogue = ["il-udp-ra"]
tags = ["udp", "SO_REUSEADDR", "hijack", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {}, wildcard_address());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
