/*---
claim = "A server that crashes while it has a connection leaves its port in use."
question = "Is a server's port still in use after the server was killed during a connection?"
says = [{doc = "python-list-2009", at = "D'Oliveiro: if your server crashes"}]
disputed_by = [{doc = "netbsd-in-pcb", at = "inpcb_bind_port: accepted sockets are not found by inpcb_lookup_port", on = ["netbsd"], predicts = "ok"}]
catalogue = ["py-9"]
needs = ["two-processes"]
tags = ["tcp", "crash", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("server process");
  Connection connection = connected({}, loopback(), {}, {process, this_process()});
  process.kill();

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), fails_with("EADDRINUSE"));
}
