/*---
claim = """A server with SO_REUSEADDR is refused the wildcard address of the port that a client has for a
           connection; the client set nothing."""
question = """Does a client's outgoing connection keep a server with SO_REUSEADDR from its port on the
              wildcard?"""
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]}]
tags = ["tcp", "bind", "client", "established", "wildcard", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  Socket server = tcp("server");
  GIVEN(server.set(reuseaddr));
  CLAIM(server.bind(wildcard_address(connection.client_address.port)), fails_with("EADDRINUSE"));
}
