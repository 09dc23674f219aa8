/*---
claim = """A listening socket whose port the system chose, shut down and told to listen again, listens at the
           same port."""
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req (silent on the port)", on = ["linux"]}]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listener", "shutdown", "port-0"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  const Port port = listener.port();
  detail("shutdown", listener.shutdown(How::both).text());
  detail("listen", listener.listen().text());
  Socket client = tcp("client");
  detail("client_at_the_old_port", client.connect(loopback(port)).text());
  OBSERVE(listener.port() == port ? "same port" : "another port");
}
