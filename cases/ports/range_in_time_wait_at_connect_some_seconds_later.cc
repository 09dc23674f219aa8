/*---
claim = """When every port of a range is in TIME_WAIT towards one destination, no further connection to it can
           be made: not at once, and not in the next three seconds either, with the settings that a stack
           comes with."""
question = "Can a client connect within three seconds when every port is in TIME_WAIT, by default settings?"
says = [{doc = "fine-address-in-use", at = "Client disconnects first, third paragraph: the process stopped", predicts = ["no connection"]},
        {doc = "haproxy-manual", at = "max-reuse: an outgoing port in TIME_WAIT cannot be used again for about a minute on modern systems"}]
disputed_by = [{doc = "linux-ip-sysctl", at = "tcp_tw_reuse: enabled for loopback traffic by default", on = ["linux"], predicts = "connected"},
               {doc = "bernat-time-wait-2014", at = "net.ipv4.tcp_tw_reuse: with tcp_tw_reuse on, an outgoing connection takes over a port in TIME_WAIT after one second", predicts = "connected"}]
catalogue = ["fi-38", "vb-tw-reuse", "ha-tw-minute"]
needs = ["own-stack", "tcp-state"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "time-wait", "tcp_tw_reuse"]
slow = 3
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);
  leave_range_in_time_wait(destination, range, Way::connect_only);

  Socket client = tcp("one client more");
  const auto took = poll_until([&] { return client.connect(destination.local()).is_ok(); }, 3);
  CLAIM(took ? "connected" : "no connection", "no connection");
}
