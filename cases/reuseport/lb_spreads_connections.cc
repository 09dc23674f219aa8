/*---
claim = """SO_REUSEPORT_LB spreads new connections over all sockets that have set it, by a hash of the local port and
           the client's address and port."""
question = "Does SO_REUSEPORT_LB balance connections over all sockets of a port?"
says = [{doc = "freebsd-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT_LB", on = ["freebsd"]}]
catalogue = ["fb-lb"]
tags = ["tcp", "udp", "distribution", "SO_REUSEPORT_LB"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport_lb}, loopback());
  Socket second = serving("second", {reuseport_lb}, first.local());
  Socket third = serving("third", {reuseport_lb}, first.local());
  Socket fourth = serving("fourth", {reuseport_lb}, first.local());
  CLAIM(spread_over({&first, &second, &third, &fourth}, first.local(), 200), "balanced");
}
