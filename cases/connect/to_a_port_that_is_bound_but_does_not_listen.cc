/*---
claim = """A connection to a port that a socket is bound to without listening is refused, as on a port that
           nobody has."""
question = "Is a client refused at once on a port that is bound but not listening?"
says = [{doc = "rfc9293", at = "3.10.7.1, CLOSED: an incoming segment causes a RST"},
        {doc = "posix-2017-connect", at = "ERRORS ECONNREFUSED: the target address was not listening"}]
tags = ["tcp", "connect", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket holder = tcp("holder");
  GIVEN(holder.bind(loopback()));
  Socket client = tcp("client");
  CLAIM(client.connect(holder.local()), fails_with("ECONNREFUSED"));
}
