/*---
claim = """After a listening socket with a connection that nobody accepted was closed, and the client closed
           too, the port is not free at once."""
question = "Is a port still taken after a listener with connections that nobody accepted was closed?"
says = [
  {doc = "fine-address-in-use", at = "Correct disconnection of the listening side, par. 1: to TIME_WAIT"},
]
disputed_by = [
  {doc = "linux-ip-sysctl", at = "tcp_migrate_req: aborted", on = ["linux"], predicts = "ok"},
  {doc = "aix-closing-sockets", at = "fourth paragraph: discarded", on = ["aix"], predicts = "ok"},
]
catalogue = ["fi-15", "close-listener-pending"]
tags = ["tcp", "listen", "close", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_local_time_wait();
  Socket listener = listening("listener");
  const Address address = listener.local();
  Socket client = tcp("client");
  GIVEN(client.connect(address));
  GIVEN(listener.is_readable());
  GIVEN(listener.close());
  detail("client_reads", client.receive().outcome.text());
  GIVEN(client.close());

  Socket again = tcp("again");
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
