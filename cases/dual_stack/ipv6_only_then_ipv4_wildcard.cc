/*---
claim = """With IPV6_V6ONLY, an IPv6 socket on the wildcard address and an IPv4 socket on its own bind the
           same port."""
question = "Can an IPv4 and an IPv6 socket bind the same port if the IPv6 one set IPV6_V6ONLY?"
says = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY", on = ["linux"]},
        {doc = "linux-ip-sysctl", at = "bindv6only", on = ["linux"]}]
catalogue = ["v6only-coexist"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "wildcard", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = ipv6_only_socket("six");
  Socket four = ipv4_socket("four");
  GIVEN(six.bind(wildcard6()));
  CLAIM(four.bind(wildcard4(six.port())), succeeds());
}
