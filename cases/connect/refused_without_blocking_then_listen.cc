/*---
claim = """A connection that is refused leaves the socket's state unspecified: whether the socket can listen
           then is open, too, where connect() did not block and the error was read by SO_ERROR."""
question = "Can a bound socket listen after its non-blocking connection was refused?"
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
  GIVEN(client.connect(nobody), fails());
  OBSERVE(client.listen());
}
