/*---
claim = "Two sockets that both set SO_REUSEPORT bind and listen on the wildcard address of one port."
question = "Can two sockets listen on the wildcard address of one port with SO_REUSEPORT?"
says = [{doc = "macos-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT", on = ["darwin"]},
        {doc = "freebsd-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT", on = ["freebsd"]},
        {doc = "openbsd-getsockopt-2", at = "SO_REUSEPORT", on = ["openbsd"]},
        {doc = "linux-socket-7", at = "SO_REUSEPORT: bound to an identical socket address", on = ["linux"]},
        {doc = "aix-setsockopt", at = "SO_REUSEPORT", on = ["aix"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: with SO_REUSEPORT on all of them any number of sockets bind exactly the same address and port"}]
catalogue = ["mac-rp-dup", "aix-rp-each", "so-rp-any-number"]
tags = ["tcp", "udp", "wildcard", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, wildcard_address());

  Socket second = make_socket("second");
  GIVEN(second.set(reuseport));
  CLAIM(join_outcome(second, first, wildcard_address(first.port())), succeeds());
}
