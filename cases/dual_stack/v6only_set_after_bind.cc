/*---
claim = "IPV6_V6ONLY cannot be changed once the socket is bound."
question = "Can IPV6_V6ONLY be changed after bind()?"
says = [{doc = "linux-ipv6-sockglue", at = "IPV6_V6ONLY: inet_num set, EINVAL"}]
catalogue = ["v6only-after-bind"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = dual_stack_socket("six");
  GIVEN(six.bind(wildcard6()));
  CLAIM(six.set(v6only), fails_with("EINVAL"));
}
