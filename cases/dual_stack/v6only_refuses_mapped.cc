/*---
claim = "A socket with IPV6_V6ONLY is refused a mapped address."
question = "Can a socket with IPV6_V6ONLY bind an IPv4-mapped address?"
says = [{doc = "linux-af-inet6", at = "__inet6_bind: mapped address and ipv6_only_sock, EINVAL"}]
catalogue = ["v6only-after-bind"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "mapped", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = ipv6_only_socket("six");
  CLAIM(six.bind(v4mapped(loopback4())), fails_with("EINVAL"));
}
