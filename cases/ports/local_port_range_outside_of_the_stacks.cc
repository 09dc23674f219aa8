/*---
claim = "A bound of IP_LOCAL_PORT_RANGE that lies outside the range of the whole stack has no effect."
question = "Can IP_LOCAL_PORT_RANGE give ports outside of ip_local_port_range?"
says = [{doc = "linux-ip-local-port-range-2const", at = "DESCRIPTION", on = ["linux"]}]
catalogue = ["ip-local-port-range-opt"]
needs = ["own-stack"]
tags = ["tcp", "udp", "ports", "ephemeral", "IP_LOCAL_PORT_RANGE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const PortRange stacks = narrow_automatic_ports(4);
  Socket socket = make_socket("socket");
  GIVEN(socket.set(local_port_range, port_range_value(stacks.first - 100, stacks.last + 100)));
  GIVEN(socket.bind(loopback()));
  CLAIM(place_of(socket.port(), stacks), "inside");
}
