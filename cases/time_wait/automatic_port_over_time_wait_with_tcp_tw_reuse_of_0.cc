/*---
claim = """With tcp_tw_reuse at 0, connect does not take a port by itself that is in TIME_WAIT to the same
           destination."""
question = "Does a client reuse a port in TIME_WAIT automatically with tcp_tw_reuse = 0?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_tw_reuse: 0, disable", on = ["linux"]},
  {doc = "linux-tcp-7", at = "tcp_tw_reuse", on = ["linux"]},
]
catalogue = ["tw-reuse-loopback-default"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "settings", "ephemeral"]
slow = 3
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "0"));
  Connection old = connected_from_the_only_port();
  close_client_first(old);

  Socket again = tcp("client again");
  const auto took = poll_until([&] { return again.connect(old.listener.local()).is_ok(); }, 3);
  CLAIM(took ? "reused" : "not reused", "not reused");
}
