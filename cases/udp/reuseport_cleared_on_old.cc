/*---
claim = """SO_REUSEPORT that the old UDP socket cleared after its bind no longer counts: a newcomer with the
           option is refused."""
question = "Can a UDP socket lock its port again by clearing SO_REUSEPORT after bind()?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse reads sk2->sk_reuse and sk_reuseport", on = ["linux"]}]
tags = ["udp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket old = udp("old");
  GIVEN(old.set(reuseport));
  GIVEN(old.bind(loopback()));
  GIVEN(old.set(reuseport, 0));

  Socket newcomer = udp("newcomer");
  GIVEN(newcomer.set(reuseport));
  CLAIM(newcomer.bind(old.local()), fails_with("EADDRINUSE"));
}
