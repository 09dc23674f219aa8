/*---
claim = """An IPv6 socket on the wildcard address with IPV6_V6ONLY off keeps an IPv4 socket from the same port
           of 127.0.0.1."""
question = "Does a dual-stack socket on :: keep an IPv4 socket from the same port of 127.0.0.1?"
says = [{doc = "linux-ipv6-7", at = "DESCRIPTION: share the local port space; Address format, last sentence", on = ["linux"]}]
disputed_by = [{doc = "illumos-tcp-bind", at = "comment above tcp_bindi: two independent transport protocols", on = ["sunos"], predicts = "ok"}]
catalogue = ["dualstack-conflict"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = dual_stack_socket("six");
  Socket four = ipv4_socket("four");
  GIVEN(six.bind(wildcard6()));
  CLAIM(four.bind(loopback4(six.port())), fails_with("EADDRINUSE"));
}
