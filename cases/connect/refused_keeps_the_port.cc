/*---
claim = """A connection that is refused leaves the socket's state unspecified: whether a socket bound to the
           wildcard address still keeps another one from its port is open."""
question = "Does a socket still hold its wildcard port after its connection was refused?"
says = [{doc = "linux-connect-2", at = "NOTES: consider the state of the socket as unspecified", on = ["linux"]},
        {doc = "posix-2017-connect", at = "APPLICATION USAGE: the state of the socket is unspecified"}]
catalogue = ["connect-refused-keeps-bind"]
needs = ["second-address"]
tags = ["tcp", "connect", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  const Address nobody = loopback(free_port());
  Socket client = tcp("client");
  const Port port = free_port();
  GIVEN(client.bind(wildcard_address(port)));
  GIVEN(client.connect_blocking(nobody), fails());

  Socket other = tcp("other");
  OBSERVE(other.bind(second_local(port)));
}
