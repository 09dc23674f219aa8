/*---
claim = """When every automatic port is bound, connect() of a datagram socket that is not bound fails with
           EADDRNOTAVAIL."""
question = "Which error does connect() of a UDP socket give when no automatic port is left?"
says = [{doc = "linux-connect-2", at = "ERRORS, EADDRNOTAVAIL: Internet domain sockets, of any type", on = ["linux"]},
        {doc = "linux-ip-7", at = "BUGS: the error differs across calls", on = ["linux"], predicts = ["EADDRNOTAVAIL", "EADDRINUSE", "EAGAIN"]}]
disputed_by = [{doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_udp_vanilla: UDP: connect() of unbound sockets gives only as many as the range has ports in all; then it fails with EAGAIN", predicts = "EAGAIN"}]
catalogue = ["ephemeral-exhaust-udp", "ce-udp-total"]
needs = ["own-stack"]
tags = ["udp", "ports", "ephemeral", "exhaustion", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket destination = serving("destination", {}, loopback());
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range);
  Socket client = udp("one more");
  CLAIM(client.connect(destination.local()), fails_with("EADDRNOTAVAIL"));
}
