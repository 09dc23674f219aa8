/*---
claim = """A dual-stack socket that was refused an IPv6 address still is one; whether it then binds an IPv4-mapped address is
           said nowhere."""
question = "Can a dual-stack socket bind an IPv4-mapped address after it was refused an IPv6 one?"
says = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY (silent on a failed bind)", on = ["linux"]}]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket holder = ipv6_only_socket("holder");
  GIVEN(holder.bind(loopback6()));
  Socket control = dual_stack_socket("control");
  needs(control.bind(v4mapped(loopback4())).is_ok(), "sockets that are bound to mapped addresses");

  Socket refused = dual_stack_socket("refused");
  needs(!refused.bind(holder.local()).is_ok(), "an address that a second socket is refused");
  OBSERVE(outcomes_of({refused.bind(v4mapped(loopback4())), refused.is_set(v6only)}));
}
