/*---
claim = "SO_REUSEPORT must be on every socket that shares: a second one that has not set it is refused."
question = "Can a socket without SO_REUSEPORT listen on the port of one that set it?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT: on each socket (including the first)", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"], predicts = "bind: EADDRINUSE"},
        {doc = "aix-setsockopt", at = "SO_REUSEPORT", on = ["aix"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: the newcomer needs SO_REUSEPORT as well"},
        {doc = "lwn-542629", at = "third paragraph: a later server without it cannot join"}]
catalogue = ["reuseport-both-required", "aix-rp-each", "so-rp-second", "lwn-later"]
tags = ["tcp", "udp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, loopback());

  Socket second = make_socket("second");
  CLAIM(join_outcome(second, first, first.local()), "bind: EADDRINUSE");
}
