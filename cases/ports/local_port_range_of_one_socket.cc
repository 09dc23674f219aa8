/*---
claim = """IP_LOCAL_PORT_RANGE narrows the automatic ports of one socket: bind() with port 0 takes one of that
           range."""
question = "Does IP_LOCAL_PORT_RANGE limit the automatic ports of one socket?"
says = [{doc = "linux-ip-local-port-range-2const", at = "DESCRIPTION", on = ["linux"]}]
catalogue = ["ip-local-port-range-opt"]
tags = ["tcp", "udp", "ports", "ephemeral", "IP_LOCAL_PORT_RANGE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const PortRange range{40000, 40015};  // of the default range
  Socket socket = make_socket("socket");
  GIVEN(socket.set(local_port_range, port_range_value(range.first, range.last)));
  GIVEN(socket.bind(loopback()));
  CLAIM(place_of(socket.port(), range), "inside");
}
