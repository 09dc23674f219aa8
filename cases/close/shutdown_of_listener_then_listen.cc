/*---
claim = "A listening socket that was shut down listens again after another listen(): a client reaches it."
question = "Can a listener that was shut down listen again?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req (silent on it)", on = ["linux"]}]
disputed_by = [{doc = "haproxy-manual", at = "management: starting: without SO_REUSEPORT the old process can stop listening for a while so that the new one binds", predicts = "ok"}]
catalogue = ["shutdown-listener", "ha-pause"]
tags = ["tcp", "listen", "shutdown"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener", {}, loopback(free_port()));
  const Address address = shut_down(listener);
  detail("listen", listener.listen().text());
  Socket client = tcp("client");
  OBSERVE(client.connect(address));
}
