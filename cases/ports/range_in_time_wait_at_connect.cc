/*---
claim = """When every port of a range is in TIME_WAIT towards one destination, and the stack does not reuse
           such ports for outgoing connections, no further connection to it can be made."""
question = "Can a client connect when every port is in TIME_WAIT to that server and tcp_tw_reuse is off?"
says = [{doc = "fine-address-in-use", at = "Client disconnects first, third paragraph: the process stopped", predicts = ["EADDRINUSE", "EADDRNOTAVAIL", "EAGAIN"]},
        {doc = "linux-connect-2", at = "ERRORS, EADDRNOTAVAIL", on = ["linux"]},
        {doc = "bernat-time-wait-2014", at = "Connection table slot: where TIME_WAIT has used up the client's ports, connect() returns EADDRNOTAVAIL"}]
catalogue = ["fi-38", "vb-eaddrnotavail"]
needs = ["own-stack", "tcp-state"]
tags = ["tcp", "ports", "ephemeral", "exhaustion", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "0"));
  Socket destination = listening("destination");
  const PortRange range = narrow_automatic_ports(4);
  leave_range_in_time_wait(destination, range, Way::connect_only);

  Socket client = tcp("one client more");
  CLAIM(client.connect(destination.local()), fails_with("EADDRNOTAVAIL"));
}
