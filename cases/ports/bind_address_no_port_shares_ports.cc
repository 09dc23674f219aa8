/*---
claim = """With IP_BIND_ADDRESS_NO_PORT the port is chosen at connect(), so that it can be shared as long as
           the 4-tuple is unique: four ports are enough for eight connections to two destinations."""
question = "Does IP_BIND_ADDRESS_NO_PORT let clients use one port for several destinations?"
says = [{doc = "linux-ip-7", at = "IP_BIND_ADDRESS_NO_PORT", on = ["linux"]},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_no_port: with IP_BIND_ADDRESS_NO_PORT each destination has the whole range again"},
        {doc = "cloudflare-quantum-2023", at = "quiz 3, solution: with IP_BIND_ADDRESS_NO_PORT on the first one it works"},
        {doc = "cloudflare-quantum-2023", at = "quiz 5, solution: with IP_BIND_ADDRESS_NO_PORT on both it works"},
        {doc = "haproxy-manual", at = "source, server line: since Linux 4.2 a source address without a port uses IP_BIND_ADDRESS_NO_PORT", on = ["linux"]}]
catalogue = ["bind-address-no-port", "ce-no-port", "cq-3-cure", "cq-5-cure", "ha-no-port"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "4-tuple", "IP_BIND_ADDRESS_NO_PORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket elsewhere = listening("another destination");
  const PortRange range = narrow_automatic_ports(4);

  std::vector<Socket> clients;
  Outcome last = succeeds();
  for (int i = 1; i <= 2 * range.size() && last.is_ok(); ++i) {
    clients.push_back(tcp("client " + std::to_string(i)));
    GIVEN(clients.back().set(bind_address_no_port));
    GIVEN(clients.back().bind(loopback()));
    last = clients.back().connect(i <= range.size() ? destination.local() : elsewhere.local());
  }
  CLAIM(last, succeeds());
}
