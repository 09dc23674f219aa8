/*---
claim = "An IPv6-only socket on :: leaves IPv4 alone: another socket binds ::ffff:127.0.0.1 of that port."
question = "Can a socket bind ::ffff:127.0.0.1 at a port that an IPv6-only server has on ::?"
says = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY: restricted to sending and receiving IPv6 packets only", on = ["linux"]}]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped", "wildcard", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket first = ipv6_only_socket("first");
  Socket second = dual_stack_socket("second");
  GIVEN(first.bind(wildcard6()));
  CLAIM(second.bind(v4mapped(loopback4(first.port()))), succeeds());
}
