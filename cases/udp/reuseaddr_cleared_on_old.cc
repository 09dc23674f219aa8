/*---
claim = """SO_REUSEADDR that the old UDP socket cleared after its bind no longer counts: a newcomer with the
           option is refused."""
question = "Can a UDP socket lock its port again by clearing SO_REUSEADDR after bind()?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse reads sk2->sk_reuse and sk_reuseport", on = ["linux"]},
        {doc = "cloudflare-ephemeral-2022", at = "comments of connectx: taking SO_REUSEADDR back after the bind locks the address"}]
catalogue = ["ce-lock"]
tags = ["udp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket old = udp("old");
  GIVEN(old.set(reuseaddr));
  GIVEN(old.bind(loopback()));
  GIVEN(old.set(reuseaddr, 0));

  Socket newcomer = udp("newcomer");
  GIVEN(newcomer.set(reuseaddr));
  CLAIM(newcomer.bind(old.local()), fails_with("EADDRINUSE"));
}
