/*---
claim = """SO_REUSEADDR that the old socket cleared after its bind no longer counts: a newcomer with the
           option is refused."""
question = "Can a TCP socket lock its port again by clearing SO_REUSEADDR after bind()?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict reads sk2->sk_reuse", on = ["linux"]},
        {doc = "cloudflare-ephemeral-2022", at = "comments of connectx: taking SO_REUSEADDR back after the bind locks the address"}]
catalogue = ["ce-lock"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket old = tcp("old");
  GIVEN(old.set(reuseaddr));
  GIVEN(old.bind(loopback()));
  GIVEN(old.set(reuseaddr, 0));

  Socket newcomer = tcp("newcomer");
  GIVEN(newcomer.set(reuseaddr));
  CLAIM(newcomer.bind(old.local()), fails_with("EADDRINUSE"));
}
