/*---
claim = """With IP_BIND_ADDRESS_NO_PORT, bind() to an address and port 0 takes no port yet: it succeeds when
           every automatic port is bound."""
question = "Does IP_BIND_ADDRESS_NO_PORT let bind() succeed when no automatic port is left?"
says = [{doc = "linux-ip-7", at = "IP_BIND_ADDRESS_NO_PORT", on = ["linux"]},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_no_port: then one more fails at connect with EADDRNOTAVAIL, not at bind"},
        {doc = "haproxy-manual", at = "source, server line: since Linux 4.2 a source address without a port uses IP_BIND_ADDRESS_NO_PORT", on = ["linux"]}]
catalogue = ["bind-address-no-port", "ce-no-port-full", "ha-no-port"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "IP_BIND_ADDRESS_NO_PORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range);
  Socket client = tcp("client");
  GIVEN(client.set(bind_address_no_port));
  CLAIM(client.bind(loopback()), succeeds());
}
