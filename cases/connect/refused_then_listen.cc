/*---
claim = """A connection that is refused leaves the socket's state unspecified: whether the socket, bound
           before, can listen then is open."""
question = "Can a bound socket listen after its connection was refused?"
says = [{doc = "linux-connect-2", at = "NOTES: consider the state of the socket as unspecified", on = ["linux"]},
        {doc = "posix-2017-connect", at = "APPLICATION USAGE: the state of the socket is unspecified"}]
catalogue = ["connect-refused-keeps-bind"]
tags = ["tcp", "connect", "listen"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address nobody = loopback(free_port());
  Socket client = tcp("client");
  GIVEN(client.bind(wildcard_address(free_port())));
  GIVEN(client.connect_blocking(nobody), fails());
  OBSERVE(client.listen());
}
