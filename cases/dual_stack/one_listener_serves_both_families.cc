/*---
claim = "One IPv6 socket on the wildcard address with IPV6_V6ONLY off serves clients of both families."
question = "Does one dual-stack server receive both IPv4 and IPv6 traffic?"
says = [{doc = "linux-ipv6-7", at = "IPv4-mapped addresses: one server socket for both protocols", on = ["linux"]},
        {doc = "python-socket", at = "create_server, dualstack_ipv6: with dualstack_ipv6 one IPv6 socket serves clients of both families"},
        {doc = "node-net", at = "server.listen(port, host): on most systems listening on :: also serves 0.0.0.0"},
        {doc = "systemd-socket-5", at = "BindIPv6Only=both: such a socket serves both families"}]
catalogue = ["py-dual", "nd-dual", "sd-both"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket server = dual_stack_socket("server");
  GIVEN(server.bind(wildcard6()));
  const Port port = server.port();
  GIVEN(listen_if_tcp(server));
  Socket four = socket_for(loopback4(), protocol_of(variant()), "IPv4 client");
  Socket six = socket_for(loopback6(), protocol_of(variant()), "IPv6 client");
  const bool has_four = receivers_of({&server}, four, loopback4(port)).size() == 1;
  const bool has_six = receivers_of({&server}, six, loopback6(port)).size() == 1;
  CLAIM(has_four && has_six ? "both" : has_six ? "IPv6 only" : has_four ? "IPv4 only" : "none", "both");
}
