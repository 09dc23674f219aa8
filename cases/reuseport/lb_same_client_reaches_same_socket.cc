/*---
claim = """SO_REUSEPORT_LB distributes by a hash of the local port and the client's address and port: a client that
           comes again from its port reaches the same socket."""
question = "Does a client that comes back from the same port reach the same SO_REUSEPORT_LB socket?"
says = [{doc = "freebsd-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT_LB", on = ["freebsd"]},
        {doc = "rust-std-socket2", at = "socket2 set_reuse_port_lb: FreeBSD: several programs bind one port and connections are spread by a hash", on = ["freebsd"]}]
catalogue = ["fb-lb", "rs-lb"]
tags = ["tcp", "udp", "distribution", "SO_REUSEPORT_LB"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport_lb}, loopback());
  Socket second = serving("second", {reuseport_lb}, first.local());
  Socket third = serving("third", {reuseport_lb}, first.local());
  Socket fourth = serving("fourth", {reuseport_lb}, first.local());
  CLAIM(listener_per_client({&first, &second, &third, &fourth}, first.local()), "same listener");
}
