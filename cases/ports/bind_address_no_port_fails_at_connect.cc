/*---
claim = """With IP_BIND_ADDRESS_NO_PORT the lack of a port shows at connect(), by EADDRNOTAVAIL, and not at
           bind()."""
question = "Which call fails with IP_BIND_ADDRESS_NO_PORT when no port is left?"
says = [{doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_no_port: then one more fails at connect with EADDRNOTAVAIL, not at bind"}]
catalogue = ["ce-no-port-full"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "IP_BIND_ADDRESS_NO_PORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);
  const auto clients = connect_all(range, destination.local());
  Socket client = tcp("one more");
  GIVEN(client.set(bind_address_no_port));
  CLAIM(outcomes_of({client.bind(loopback()), client.connect(destination.local())}), "ok, EADDRNOTAVAIL");
}
