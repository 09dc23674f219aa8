/*---
claim = """When every automatic port has a connection to one destination, a connection to another destination
           still gets one of these ports: a 4-tuple has to be unique, not a port."""
question = "Can a client still connect to another server when every automatic port has a connection to one?"
says = [{doc = "linux-ip-7", at = "IP_BIND_ADDRESS_NO_PORT: sharing as long as the 4-tuple is unique", on = ["linux"]},
        {doc = "gvisor-tcp", at = "connect: the port is reserved with its destination"},
        {doc = "bernat-time-wait-2014", at = "footnote on outgoing connections: from Linux 3.2 on one local address and port serves connections to different destinations"},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_vanilla: plain connect() gives as many connections to one destination as the range has ports"},
        {doc = "cloudflare-quantum-2023", at = "quiz 4: two unbound clients share the port to two destinations"}]
catalogue = ["ephemeral-connect-shares-ports", "x-eph-conn", "vb-share-tuple", "ce-vanilla", "cq-4"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "4-tuple", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket elsewhere = listening("another destination");
  const PortRange range = narrow_automatic_ports(4);
  const auto clients = connect_all(range, destination.local());
  Socket client = tcp("one more");
  CLAIM(client.connect(elsewhere.local()), succeeds());
}
