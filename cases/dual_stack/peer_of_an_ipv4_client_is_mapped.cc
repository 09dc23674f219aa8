/*---
claim = "A dual-stack server sees the address of an IPv4 client as ::ffff:127.0.0.1."
question = "Does a dual-stack server see an IPv4 client under a mapped address?"
says = [{doc = "linux-ipv6-7", at = "IPv4-mapped addresses", on = ["linux"]},
        {doc = "python-socket", at = "create_server, dualstack_ipv6: the peer address of an IPv4 client is then a mapped one"}]
catalogue = ["py-dual-peer"]
needs = ["ipv6"]
tags = ["tcp", "dual-stack", "mapped"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6) {
  Socket server = dual_stack_socket("server");
  GIVEN(server.bind(wildcard6()));
  GIVEN(server.listen());
  Socket client = tcp4("client");
  GIVEN(client.connect(loopback4(server.port())));
  const Address peer = server.accept("accepted").peer();
  detail("peer", peer.text());
  CLAIM(peer.is_v4mapped() ? "mapped" : "not mapped", "mapped");
}
