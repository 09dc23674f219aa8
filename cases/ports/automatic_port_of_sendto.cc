/*---
claim = """sendto() of a datagram socket that is not bound takes a port of the range that
           net.ipv4.ip_local_port_range gives."""
question = "Does sendto() without bind() take a port from ip_local_port_range?"
says = [{doc = "linux-ip-7", at = "/proc interfaces, ip_local_port_range", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): a UDP socket that was never bound is bound by the system when it first sends"},
        {doc = "node-dgram", at = "socket.send: a socket that was not bound is bound to the wildcard and a port of the system's choice when it sends"}]
catalogue = ["ephemeral-range", "so-auto-udp", "dg-auto"]
needs = ["own-stack"]
tags = ["udp", "ports", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket destination = serving("destination", {}, loopback());
  const PortRange range = narrow_automatic_ports(4);
  Socket client = udp("client");
  GIVEN(client.send_to(destination.local(), "hello"));
  CLAIM(place_of(client.port(), range), "inside");
}
