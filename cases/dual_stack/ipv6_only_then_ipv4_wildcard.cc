/*---
claim = """With IPV6_V6ONLY, an IPv6 socket on the wildcard address and an IPv4 socket on its own bind the
           same port."""
question = "Can an IPv4 and an IPv6 socket bind the same port if the IPv6 one set IPV6_V6ONLY?"
says = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY", on = ["linux"]},
        {doc = "linux-ip-sysctl", at = "bindv6only", on = ["linux"]},
        {doc = "nginx-listen", at = "ipv6only: IPV6_V6ONLY is set on by default (since 1.3.4), so [::] and 0.0.0.0 of one port are two sockets"},
        {doc = "python-asyncio", at = "create_server, host None: without a host there are two listeners, IPv4 and IPv6, on one port"},
        {doc = "node-net", at = "listen options: ipv6Only: binding :: leaves 0.0.0.0 free"},
        {doc = "rust-std-socket2", at = "socket2 set_only_v6: with IPV6_V6ONLY an IPv4 and an IPv6 program bind the same port"},
        {doc = "haproxy-manual", at = "v4v6, v6only: v4v6 and v6only turn IPV6_V6ONLY off and on for one listener", on = ["linux"]}]
catalogue = ["v6only-coexist", "nx-ipv6only", "as-two-families", "nd-ipv6only", "rs-v6only", "ha-v4v6"]
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
