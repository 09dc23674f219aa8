/*---
claim = """Two UDP sockets that both set SO_REUSEADDR share one address and port, even when another user has
           the second one."""
question = "Can another user bind my UDP address and port if both of us set SO_REUSEADDR?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both sk_reuse, whatever the user"},
        {doc = "lwn-542629", at = "SO_REUSEADDR: SO_REUSEADDR does not keep another user from a UDP port"},
        {doc = "python-asyncio", at = "create_datagram_endpoint, changed in 3.8.1: with SO_REUSEADDR processes of different users get the same UDP address"}]
disputed_by = [{doc = "freebsd-in-pcb", at = "in_pcbbind_setup: only reuseport counts for unicast", predicts = "bind: EADDRINUSE"}]
catalogue = ["udp-reuseaddr-share", "lwn-ra-udp-hijack", "as-udp-users"]
needs = ["two-processes", "second-user"]
tags = ["udp", "SO_REUSEADDR", "sharing", "hijack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = make_socket(intruder, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
