/*---
claim = "A server with SO_REUSEADDR is refused a port at which a client is connected to itself."
question = "Can a server start on a port at which a client is connected to itself?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]}]
tags = ["tcp", "bind", "client", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket client = tcp("client");
  GIVEN(client.bind(loopback()));
  const Address address = client.local();
  needs(client.connect(address).is_ok(), "a socket that connects to itself");
  Socket server = tcp("server");
  GIVEN(server.set(reuseaddr));
  CLAIM(server.bind(address), fails_with("EADDRINUSE"));
}
