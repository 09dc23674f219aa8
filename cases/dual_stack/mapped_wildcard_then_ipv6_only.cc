/*---
claim = """::ffff:0.0.0.0 is the IPv4 wildcard address: an IPv6 socket with IPV6_V6ONLY binds the same port of
           the IPv6 one."""
question = "Can an IPv6-only socket bind :: at a port that another one holds on ::ffff:0.0.0.0?"
says = [{doc = "linux-ipv6-7", at = "Address format: ::FFFF:<IPv4 address>; IPV6_V6ONLY", on = ["linux"]}]
catalogue = ["mapped-equals-v4"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped", "wildcard", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket first = dual_stack_socket("first");
  Socket second = ipv6_only_socket("second");
  needs(first.bind(v4mapped(wildcard4())).is_ok(), "sockets that are bound to ::ffff:0.0.0.0");
  CLAIM(second.bind(wildcard6(first.port())), succeeds());
}
