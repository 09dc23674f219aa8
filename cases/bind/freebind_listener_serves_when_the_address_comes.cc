/*---
claim = """A listener that bound an address of nobody with IP_FREEBIND takes connections once the machine has the
           address."""
question = "Does a listener with IP_FREEBIND serve once its address is there?"
says = [{doc = "systemd-socket-5", at = "FreeBind=: the socket is served once the address is there", on = ["linux"]}]
catalogue = ["sd-freebind-later"]
needs = ["own-stack"]
tags = ["tcp", "bind", "listen", "IP_FREEBIND"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = tcp("listener");
  GIVEN(listener.set(freebind));
  needs(listener.bind(unassigned_address()).is_ok(), "IP_FREEBIND that has an effect");
  GIVEN(listener.listen());
  take_address(listener.local());
  Socket client = tcp("client");
  CLAIM(client.connect(listener.local()), succeeds());
}
