/*---
claim = """A port that net.ipv4.ip_local_reserved_ports names is not chosen automatically: of four ports with
           three named, the fourth is."""
question = "Does bind() to port 0 avoid the ports in ip_local_reserved_ports?"
says = [{doc = "linux-ip-sysctl", at = "ip_local_reserved_ports", on = ["linux"]}]
catalogue = ["reserved-local-ports"]
needs = ["own-stack"]
tags = ["tcp", "udp", "ports", "ephemeral", "reserved"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const PortRange range = narrow_automatic_ports(4);
  GIVEN(change_setting("net.ipv4.ip_local_reserved_ports", range.text(1)));
  Socket socket = make_socket("socket");
  GIVEN(socket.bind(loopback()));
  CLAIM(socket.port() == range.first ? "the one left" : "another one", "the one left");
}
