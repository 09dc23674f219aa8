/*---
claim = "SO_REUSEPORT and SO_REUSEPORT_LB do not mix: a socket with the one cannot join an address held with the other."
question = "Can a socket with SO_REUSEPORT join one with SO_REUSEPORT_LB?"
says = [{doc = "freebsd-in-pcb", at = "in_pcbbind_setup: reuseport and reuseport_lb tests", on = ["freebsd"]}]
catalogue = ["fb-lb-mix"]
tags = ["tcp", "udp", "SO_REUSEPORT", "SO_REUSEPORT_LB"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport_lb}, loopback());

  Socket second = make_socket("second");
  GIVEN(second.set(reuseport));
  CLAIM(join_outcome(second, first, first.local()), "bind: EADDRINUSE");
}
