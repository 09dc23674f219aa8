/*---
claim = "bind() with port 0 takes a port of the range that net.ipv4.ip_local_port_range gives."
question = "Does bind() to port 0 take a port from ip_local_port_range?"
says = [{doc = "linux-ip-7", at = "/proc interfaces, ip_local_port_range", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): binding to port 0 lets the system choose a port, out of a range of its own"}]
catalogue = ["ephemeral-range", "so-port-zero"]
needs = ["own-stack"]
tags = ["tcp", "udp", "ports", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const PortRange range = narrow_automatic_ports(4);
  Socket socket = make_socket("socket");
  GIVEN(socket.bind(wildcard_address()));
  CLAIM(place_of(socket.port(), range), "inside");
}
