/*---
claim = """An IPv6 socket with IPV6_V6ONLY and an IPv4 socket on the same port, both on the wildcard address,
           each receive what is sent to an address of their own family."""
question = "Do an IPv6-only and an IPv4 server on one port each receive the traffic of their own family?"
says = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY: restricted to sending and receiving IPv6 packets only", on = ["linux"]},
        {doc = "nginx-listen", at = "ipv6only: IPV6_V6ONLY is set on by default (since 1.3.4), so [::] and 0.0.0.0 of one port are two sockets"}]
catalogue = ["v6only-coexist", "nx-ipv6only"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "wildcard", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = ipv6_only_socket("six");
  Socket four = ipv4_socket("four");
  GIVEN(six.bind(wildcard6()));
  GIVEN(four.bind(wildcard4(six.port())));
  CLAIM(each_its_own_family(six, four), "each its own");
}
