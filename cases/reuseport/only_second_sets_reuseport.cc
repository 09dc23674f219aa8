/*---
claim = "SO_REUSEPORT must be on every socket that shares: with a first one that has not set it, the second is refused."
question = "Can a socket with SO_REUSEPORT listen on the port of one that did not set it?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT: on each socket (including the first)", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"], predicts = "bind: EADDRINUSE"},
        {doc = "aix-setsockopt", at = "SO_REUSEPORT", on = ["aix"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: if the first socket did not set SO_REUSEPORT, no other one can bind that address and port, whatever it sets"},
        {doc = "lwn-542629", at = "third paragraph: if the first server did not set it, nobody can join (which is what keeps hijackers out)"}]
disputed_by = [{doc = "rust-std-socket2", at = "socket2 set_reuse_port: (Nothing is said of the holder's option.)", predicts = "ok"}]
catalogue = ["reuseport-both-required", "aix-rp-each", "so-rp-first", "lwn-first", "rs-rp-plain"]
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
