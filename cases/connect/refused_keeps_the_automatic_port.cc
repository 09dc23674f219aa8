/*---
claim = """A connection that is refused leaves the socket's state unspecified: whether a socket that was bound
           to port 0 still has the port that the system gave it is open."""
question = "Does a socket keep its automatic port after its connection was refused?"
says = [{doc = "linux-connect-2", at = "NOTES: consider the state of the socket as unspecified", on = ["linux"]},
        {doc = "posix-2017-connect", at = "APPLICATION USAGE: the state of the socket is unspecified"}]
catalogue = ["connect-refused-keeps-bind"]
tags = ["tcp", "connect", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address nobody = loopback(free_port());
  Socket client = tcp("client");
  GIVEN(client.bind(wildcard_address()));
  const Port port = client.port();
  GIVEN(client.connect_blocking(nobody), fails());

  Socket other = tcp("other");
  OBSERVE(other.bind(wildcard_address(port)).is_ok() ? "the port is free" : "the port is kept");
}
