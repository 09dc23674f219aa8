/*---
claim = """The allocation of automatic ports starts with the first number of the range and goes on with the
           next ones."""
question = "Are automatic ports given in order, from the first of the range?"
says = [{doc = "linux-ip-7", at = "ip_local_port_range: starts with the first number", on = ["linux"]},
        {doc = "popcount-bind-before-connect-2014", at = "Ephemeral port range: the search starts at a hint and goes up: ports come one after the other"}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_csk_find_open_port: a random offset", predicts = "scattered"}]
catalogue = ["ephemeral-not-sequential", "pc-next"]
needs = ["own-stack"]
tags = ["tcp", "udp", "ports", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const PortRange range = narrow_automatic_ports(1000);
  std::vector<Socket> sockets;
  for (int i = 1; i <= 6; ++i) {
    sockets.push_back(make_socket("socket " + std::to_string(i)));
    GIVEN(sockets.back().bind(loopback()));
  }
  CLAIM(order_of(sockets, range), "from the first number");
}
