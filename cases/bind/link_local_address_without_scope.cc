/*---
claim = "An IPv6 link-local address belongs to an interface; what bind() says where none is named is said nowhere."
question = "Can a socket bind an IPv6 link-local address without naming the interface?"
says = [{doc = "linux-ipv6-7", at = "Address format: sin6_scope_id (silent on an address without it)", on = ["linux"]}]
needs = ["ipv6"]
tags = ["tcp", "udp", "bind", "errno"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket socket = make_socket("socket");
  OBSERVE(socket.bind(ipv6({0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})));
}
