/*---
claim = """After shutdown() of a listening socket a client is refused: nobody listens any more, although the
           socket is open."""
question = "Are clients refused after shutdown() of the listener?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req: after close() or shutdown()", on = ["linux"]}]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listen", "shutdown"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener", {}, loopback(free_port()));
  Socket early = tcp("early client");
  GIVEN(early.connect(listener.local()));
  Socket served = listener.accept("served");

  const Address address = shut_down(listener);
  Socket client = tcp("client");
  CLAIM(client.connect(address), fails_with("ECONNREFUSED"));
}
