/*---
claim = """A port that net.ipv4.ip_local_reserved_ports names is not chosen by connect() either: of four ports with three
           named, the fourth is."""
question = "Does connect() avoid the ports in ip_local_reserved_ports?"
says = [{doc = "linux-ip-sysctl", at = "ip_local_reserved_ports: e.g. when calling connect()", on = ["linux"]},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: with_skip_ports: connect() does not choose ports of ip_local_reserved_ports"}]
catalogue = ["ce-reserved"]
needs = ["own-stack"]
tags = ["tcp", "udp", "ports", "ephemeral", "reserved"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket destination = serving("destination", {}, loopback());
  const PortRange range = narrow_automatic_ports(4);
  GIVEN(change_setting("net.ipv4.ip_local_reserved_ports", range.text(1)));
  Socket client = make_socket("client");
  GIVEN(client.connect(destination.local()));
  CLAIM(client.port() == range.first ? "the one left" : "another one", "the one left");
}
