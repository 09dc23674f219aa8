/*---
claim = """connect() of a socket that is not bound takes a port of the range that net.ipv4.ip_local_port_range
           gives."""
question = "Does connect() without bind() take a port from ip_local_port_range?"
says = [{doc = "linux-ip-7", at = "/proc interfaces, ip_local_port_range", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): a TCP socket that was never bound is bound by the system before it is connected"},
        {doc = "beej-bgnet", at = "bind(), last paragraph: connect() binds an unbound socket to a free port"}]
catalogue = ["ephemeral-range", "so-auto-tcp", "bj-connect-binds"]
needs = ["own-stack"]
tags = ["tcp", "udp", "ports", "ephemeral", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket destination = serving("destination", {}, loopback());
  const PortRange range = narrow_automatic_ports(4);
  Socket client = make_socket("client");
  GIVEN(client.connect(destination.local()));
  CLAIM(place_of(client.port(), range), "inside");
}
