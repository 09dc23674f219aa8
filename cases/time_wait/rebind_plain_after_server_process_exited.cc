/*---
claim = """The process may be gone before the kernel lets go of its port: when a server process has exited in
           good order, leaving a connection, and its client has closed too, a bind on its port still fails."""
question = "Can a port still be in use although no process holds it any more?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, first paragraph, end"}]
disputed_by = [{doc = "netbsd-in-pcb", at = "inpcb_bind_port: accepted sockets are not found by inpcb_lookup_port", on = ["netbsd"], predicts = "ok"}]
catalogue = ["fi-4"]
needs = ["two-processes"]
tags = ["tcp", "time-wait", "restart", "exit"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("server process");
  Connection connection = connected({}, loopback(), {}, {process, this_process()});
  process.exit();
  GIVEN(connection.client.receive(), "eof");
  GIVEN(connection.client.close());
  show_time_wait(connection.server_address, connection.client_address);

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), fails_with("EADDRINUSE"));
}
