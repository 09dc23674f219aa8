/*---
claim = """A server with SO_REUSEADDR is refused the port on which a client left TIME_WAIT; the client set
           nothing."""
question = "Can a server with SO_REUSEADDR bind the port of a client whose connection is in TIME_WAIT?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]}]
tags = ["tcp", "bind", "client", "time-wait", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  close_client_first(connection);
  Socket server = tcp("server");
  GIVEN(server.set(reuseaddr));
  CLAIM(server.bind(connection.client_address), fails_with("EADDRINUSE"));
}
