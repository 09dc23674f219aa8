/*---
claim = """For multicast addresses both options mean the same: a socket with SO_REUSEPORT binds the group and
           port of one with SO_REUSEADDR."""
question = "Can a socket with SO_REUSEPORT share a multicast address with one that set SO_REUSEADDR?"
says = [{doc = "stackoverflow-14388707", at = "Multicast addresses: for multicast addresses both options mean the same: one socket may have the one and the next the other", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
disputed_by = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["so-mc-same-code"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) {
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseport));
  needs(join(first, multicast_group()).is_ok() && join(second, multicast_group()).is_ok(),
        "multicast on the loopback device");
  needs(first.bind(multicast_group()).is_ok(), "sockets that are bound to a multicast address");
  CLAIM(second.bind(first.local()), succeeds());
}
