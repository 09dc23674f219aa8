/*---
claim = """When every automatic port has a connection to one destination, a further connection to it fails
           with EADDRNOTAVAIL."""
question = "Which error does connect() give when every automatic port has a connection to that server?"
says = [{doc = "linux-connect-2", at = "ERRORS, EADDRNOTAVAIL", on = ["linux"]},
        {doc = "gvisor-tcp", at = "connect: ErrNoPortAvailable, EAGAIN", predicts = "EAGAIN"},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_vanilla: one more to the same destination fails with EADDRNOTAVAIL"}]
catalogue = ["ephemeral-connect-shares-ports", "x-eph-conn", "ce-vanilla-full"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "4-tuple", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);
  const auto clients = connect_all(range, destination.local());
  Socket client = tcp("one more");
  CLAIM(client.connect(destination.local()), fails_with("EADDRNOTAVAIL"));
}
