/*---
claim = """An IPv6 socket on the wildcard address with IPV6_V6ONLY off keeps another one from the same port of
           ::ffff:127.0.0.1."""
question = "Does a dual-stack socket on :: keep another one from the same port of ::ffff:127.0.0.1?"
says = [{doc = "linux-ipv6-7", at = "DESCRIPTION: share the local port space; Address format, last sentence", on = ["linux"]}]
catalogue = ["dualstack-conflict"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket first = dual_stack_socket("first");
  Socket second = dual_stack_socket("second");
  GIVEN(first.bind(wildcard6()));
  CLAIM(second.bind(v4mapped(loopback4(first.port()))), fails_with("EADDRINUSE"));
}
