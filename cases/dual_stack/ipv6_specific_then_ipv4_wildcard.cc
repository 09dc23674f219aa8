/*---
claim = """A specific IPv6 address never conflicts with IPv4: beside an IPv6 socket on ::1, an IPv4 socket
           binds the same port of 0.0.0.0."""
question = "Can an IPv4 socket bind 0.0.0.0 at a port that an IPv6 socket holds on ::1?"
says = [{doc = "linux-af-inet6", at = "__inet6_bind: sk_ipv6only = 1"}]
disputed_by = [{doc = "linux-ipv6-7", at = "Address format, last sentence: share the local port space", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["v6-specific-no-v4-conflict"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = dual_stack_socket("six");
  Socket four = ipv4_socket("four");
  GIVEN(six.bind(loopback6()));
  CLAIM(four.bind(wildcard4(six.port())), succeeds());
}
