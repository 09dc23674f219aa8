/*---
claim = """tcp_tw_reuse_delay sets, in milliseconds, how long a port in TIME_WAIT stands before connect takes
           it by itself: at 1 the port is taken at once."""
question = "Does tcp_tw_reuse_delay = 1 let a client reuse a port in TIME_WAIT at once?"
says = [{doc = "linux-ip-sysctl", at = "tcp_tw_reuse_delay", on = ["linux"]}]
catalogue = ["tw-reuse-delay"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "settings", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "2"));
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse_delay", "1"));
  Connection old = connected_from_the_only_port();
  close_client_first(old);

  Socket again = tcp("client again");
  const auto took = poll_until([&] { return again.connect(old.listener.local()).is_ok(); }, 5);
  CLAIM(duration(took, 5), "none");
}
