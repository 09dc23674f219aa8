/*---
claim = """SO_REUSEPORT_LB spreads new connections over all sockets that have set it, by a hash of the local port and
           the client's address and port."""
question = "Does SO_REUSEPORT_LB balance connections over all sockets of a port?"
says = [{doc = "freebsd-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT_LB", on = ["freebsd"]},
        {doc = "nginx-listen", at = "reuseport: on FreeBSD 12 and later by SO_REUSEPORT_LB", on = ["freebsd"]},
        {doc = "rust-std-socket2", at = "socket2 set_reuse_port_lb: FreeBSD: several programs bind one port and connections are spread by a hash", on = ["freebsd"]}]
catalogue = ["fb-lb", "nx-reuseport-lb", "rs-lb"]
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
