/*---
claim = """tcp_tw_reuse does nothing for servers: with it on, a bind without any option over TIME_WAIT fails
           as before."""
question = "Does tcp_tw_reuse let a server restart over TIME_WAIT?"
says = [{doc = "linux-ip-sysctl", at = "tcp_tw_reuse: for new connections when it is safe", on = ["linux"]},
        {doc = "bernat-time-wait-2014", at = "Summary: tcp_tw_reuse does nothing for incoming connections: a server's bind over TIME_WAIT fails as before"}]
catalogue = ["vb-tw-reuse-incoming"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "restart", "settings", "tcp_tw_reuse"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "1"));
  const Address address = leave_time_wait();
  Socket again = tcp("restarted server");
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
