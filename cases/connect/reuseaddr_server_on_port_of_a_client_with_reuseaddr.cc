/*---
claim = """Where the client set SO_REUSEADDR, a server with the option binds the port of its connection and
           listens there."""
question = """Can a server with SO_REUSEADDR listen on the port of a connected client that set SO_REUSEADDR
              too?"""
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]}]
tags = ["tcp", "bind", "listen", "client", "established", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({}, loopback(), {reuseaddr});
  Socket server = tcp("server");
  GIVEN(server.set(reuseaddr));
  CLAIM(outcomes_of({server.bind(connection.client_address), server.listen()}), "ok, ok");
}
