/*---
claim = "SO_REUSEPORT must be on every socket that shares: with a first one that has not set it, the second is refused."
question = "Can a socket with SO_REUSEPORT listen on the port of one that did not set it?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT: on each socket (including the first)", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"], predicts = "bind: EADDRINUSE"},
        {doc = "aix-setsockopt", at = "SO_REUSEPORT", on = ["aix"]}]
catalogue = ["reuseport-both-required", "aix-rp-each"]
tags = ["tcp", "udp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {}, loopback());

  Socket second = make_socket("second");
  GIVEN(second.set(reuseport));
  CLAIM(join_outcome(second, first, first.local()), "bind: EADDRINUSE");
}
