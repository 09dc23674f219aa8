/*---
claim = """::ffff:127.0.0.1 is the IPv4 address 127.0.0.1: an IPv4 socket is refused a port there that an IPv6
           socket holds."""
question = "Can an IPv4 socket bind 127.0.0.1 at a port that an IPv6 socket holds on ::ffff:127.0.0.1?"
says = [{doc = "linux-ipv6-7", at = "Address format: ::FFFF:<IPv4 address>", on = ["linux"]}]
catalogue = ["mapped-equals-v4"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = dual_stack_socket("six");
  Socket four = ipv4_socket("four");
  GIVEN(six.bind(v4mapped(loopback4())));
  CLAIM(four.bind(loopback4(six.port())), fails_with("EADDRINUSE"));
}
