/*---
claim = """In the style of the HP-UX manual, SO_REUSEPORT is for datagram sockets: they share an address and
           port where all of them set it."""
question = "Can two UDP sockets share an address and port by SO_REUSEPORT?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEPORT paragraph", on = ["hpux"]},
  {doc = "linux-socket-7", at = "SO_REUSEPORT: including the first socket", on = ["linux"]},
  {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: with SO_REUSEPORT on all of them any number of sockets bind exactly the same address and port"},
  {doc = "java-net", at = "StandardSocketOptions.SO_REUSEPORT: and several UDP sockets"},
  {doc = "systemd-socket-5", at = "ReusePort=: SO_REUSEPORT lets several sockets bind one TCP or UDP port"}
]
catalogue = ["hpx-udp-rp-both", "so-rp-any-number", "jv-udp-rp", "sd-reuseport"]
tags = ["udp", "SO_REUSEPORT", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  GIVEN(first.set(reuseport));
  GIVEN(first.bind(loopback()));

  Socket second = make_socket("second");
  GIVEN(second.set(reuseport));
  const Outcome binds = second.bind(first.local());
  if (binds.is_ok()) detail("receives", who_receives(first, second, first.local()).text());
  CLAIM(binds, succeeds());
}
