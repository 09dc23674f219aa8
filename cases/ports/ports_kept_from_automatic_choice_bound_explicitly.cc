/*---
claim = """A port that net.ipv4.ip_local_reserved_ports names is only kept from automatic choice: a program
           that names it gets it."""
question = "Can a program still bind a port in ip_local_reserved_ports by its number?"
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
  CLAIM(socket.bind(loopback(range.last)), succeeds());
}
