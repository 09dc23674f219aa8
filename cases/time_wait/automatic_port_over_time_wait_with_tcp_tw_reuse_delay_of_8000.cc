/*---
claim = """tcp_tw_reuse_delay sets, in milliseconds, how long a port in TIME_WAIT stands before connect takes
           it by itself: at 8000 it is taken after 8 seconds."""
question = "How soon does a client reuse a port in TIME_WAIT with tcp_tw_reuse_delay = 8000?"
says = [{doc = "linux-ip-sysctl", at = "tcp_tw_reuse_delay", on = ["linux"]}]
catalogue = ["tw-reuse-delay"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "settings", "ephemeral"]
slow = 12
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "2"));
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse_delay", "8000"));
  Connection old = connected_from_the_only_port();
  const double closing = now();  // a busy machine may take its time over the close
  close_client_first(old);

  Socket again = tcp("client again");
  auto took = poll_until([&] { return again.connect(old.listener.local()).is_ok(); }, 12);
  if (took) took = now() - closing;
  CLAIM(duration(took, 12), "8 s");
}
