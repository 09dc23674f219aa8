/*---
claim = """In the style of the HP-UX manual, SO_REUSEADDR lets a stream socket bind an address whose every
           holder is connected: here the accepted connection of a closed listener."""
question = "Can SO_REUSEADDR bind an address whose only holder is a connection, as the HP-UX manual says?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: in a connected state before bind()", on = ["hpux"]},
  {doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict", on = ["linux"]},
]
catalogue = ["hpx-man-connected", "est-child-blocks-plain-rebind"]
tags = ["tcp", "established", "SO_REUSEADDR", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({reuseaddr});
  GIVEN(connection.listener.close());

  Socket again = tcp("new socket");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(connection.server_address), succeeds());
}
