/*---
claim = """::ffff:0.0.0.0 is the IPv4 wildcard address: an IPv4 socket is refused a specific address of a port
           that an IPv6 socket holds there."""
question = "Can an IPv4 socket bind 127.0.0.1 at a port that an IPv6 socket holds on ::ffff:0.0.0.0?"
says = [{doc = "linux-ipv6-7", at = "Address format: ::FFFF:<IPv4 address>", on = ["linux"]}]
catalogue = ["mapped-equals-v4"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = dual_stack_socket("six");
  Socket four = ipv4_socket("four");
  needs(six.bind(v4mapped(wildcard4())).is_ok(), "sockets that are bound to ::ffff:0.0.0.0");
  CLAIM(four.bind(loopback4(six.port())), fails_with("EADDRINUSE"));
}
