/*---
claim = """The port that a client has for a connection is taken on its own address only: a server without any
           option binds it on another local address."""
question = "Can a server bind the port of a connected client on another local address?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]}]
needs = ["second-address"]
tags = ["tcp", "bind", "client", "established"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Connection connection = connected();
  Socket server = tcp("server");
  CLAIM(server.bind(second_local(connection.client_address.port)), succeeds());
}
