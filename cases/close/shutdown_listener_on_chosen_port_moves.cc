/*---
claim = """A listening socket whose port the system chose, shut down and told to listen again, listens at the
           same port."""
question = "Does a listener on an automatic port keep that port when it is shut down and listens again?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req (silent on the port)", on = ["linux"]}]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listen", "shutdown", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  const Address before = shut_down(listener);
  const Outcome listens = listener.listen();
  detail("listen", listens.text());
  needs(listens.is_ok(), "a listener that listens again after shutdown()");
  Socket client = tcp("client");
  detail("client_at_the_old_port", client.connect(before).text());
  const Port after = listener.local_if_any().value_or(Address{}).port;
  OBSERVE(after == before.port ? "same port" : after == 0 ? "no port" : "another port");
}
