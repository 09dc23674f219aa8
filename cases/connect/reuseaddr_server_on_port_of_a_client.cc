/*---
claim = """A server with SO_REUSEADDR is refused the address and port that a client has for a connection:
           connect() chose it, and the client set nothing."""
question = "Can a server with SO_REUSEADDR bind the port that a connected client was given?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]}]
tags = ["tcp", "bind", "client", "established", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  Socket server = tcp("server");
  GIVEN(server.set(reuseaddr));
  CLAIM(server.bind(connection.client_address), fails_with("EADDRINUSE"));
}
