/*---
claim = """An IPv6 socket as the system makes it is for IPv6 only: beside it on the wildcard address, an IPv4
           socket binds the same port."""
question = "Can an IPv4 server start on a port that an IPv6 server without IPV6_V6ONLY set holds on ::?"
says = [{doc = "ms-dual-stack", at = "Creating a Dual-Stack Socket: IPv6 only by default", on = ["winsock"]},
        {doc = "freebsd-inet6-4", at = "IPV6CTL_V6ONLY: on", on = ["freebsd"]}]
disputed_by = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY: off", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "node-net", at = "server.listen(port, host): on most systems listening on :: also serves 0.0.0.0", predicts = "EADDRINUSE"}]
catalogue = ["x-dual-default", "nd-dual"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "wildcard", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = ipv6_socket("six");
  Socket four = ipv4_socket("four");
  GIVEN(six.bind(wildcard6()));
  CLAIM(four.bind(wildcard4(six.port())), succeeds());
}
