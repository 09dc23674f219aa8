/*---
claim = """::ffff:0.0.0.0 is the IPv4 wildcard address: an IPv6 socket is refused a specific mapped address
           of a port that another one holds there."""
question = "Can an IPv6 socket bind ::ffff:127.0.0.1 at a port that another one holds on ::ffff:0.0.0.0?"
says = [{doc = "linux-ipv6-7", at = "Address format: ::FFFF:<IPv4 address>", on = ["linux"]}]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket first = dual_stack_socket("first");
  Socket second = dual_stack_socket("second");
  needs(first.bind(v4mapped(wildcard4())).is_ok(), "sockets that are bound to ::ffff:0.0.0.0");
  CLAIM(second.bind(v4mapped(loopback4(first.port()))), fails_with("EADDRINUSE"));
}
