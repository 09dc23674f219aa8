/*---
claim = """After shutdown() of a listening socket a client is refused: nobody listens any more, although the
           socket is open."""
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req: after close() or shutdown()", on = ["linux"]}]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listener", "shutdown"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener", {}, loopback(free_port()));
  detail("shutdown", listener.shutdown(How::both).text());
  Socket client = tcp("client");
  CLAIM(client.connect(listener.local()), fails_with("ECONNREFUSED"));
}
