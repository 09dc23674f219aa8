/*---
claim = """After shutdown() of a listening socket whose port the system chose (bind to port 0), the port is
           still bound: a plain socket is refused it."""
question = "Is an automatic port still taken after shutdown() of its listener?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req (silent on the port)", on = ["linux"]}]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listen", "shutdown", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  const Address address = shut_down(listener);
  Socket plain = tcp("plain");
  OBSERVE(plain.bind(address));
}
