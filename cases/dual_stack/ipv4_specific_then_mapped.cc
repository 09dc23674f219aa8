/*---
claim = """::ffff:127.0.0.1 is the IPv4 address 127.0.0.1: an IPv6 socket is refused a port there that an IPv4
           socket holds."""
question = "Can an IPv6 socket bind ::ffff:127.0.0.1 at a port that an IPv4 socket holds on 127.0.0.1?"
says = [{doc = "linux-ipv6-7", at = "Address format: ::FFFF:<IPv4 address>", on = ["linux"]}]
catalogue = ["mapped-equals-v4"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket four = ipv4_socket("four");
  Socket six = dual_stack_socket("six");
  GIVEN(four.bind(loopback4()));
  CLAIM(six.bind(v4mapped(four.local())), fails_with("EADDRINUSE"));
}
