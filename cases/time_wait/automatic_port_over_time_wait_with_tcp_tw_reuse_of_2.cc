/*---
claim = """With tcp_tw_reuse at 2, its default, connect takes a port by itself that is in TIME_WAIT to the
           same loopback destination, within about a second."""
question = "How soon does a client reuse a port in TIME_WAIT with tcp_tw_reuse = 2?"
says = [{doc = "linux-ip-sysctl", at = "tcp_tw_reuse: default 2, loopback only", on = ["linux"]},
        {doc = "bernat-time-wait-2014", at = "net.ipv4.tcp_tw_reuse: with tcp_tw_reuse on, an outgoing connection takes over a port in TIME_WAIT after one second"}]
disputed_by = [{doc = "linux-tcp-7", at = "tcp_tw_reuse: Boolean, disabled", on = ["linux"], predicts = "not reused"}]
catalogue = ["tw-reuse-loopback-default", "vb-tw-reuse"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "settings", "ephemeral"]
slow = 3
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "2"));
  Connection old = connected_from_the_only_port();
  close_client_first(old);

  Socket again = tcp("client again");
  const auto took = poll_until([&] { return again.connect(old.listener.local()).is_ok(); }, 3);
  CLAIM(took ? "reused" : "not reused", "reused");
}
