/*---
claim = "A bind() that fails assigns no name to the socket: getsockname() does not give the address that was refused."
question = "Does a socket have an address after its bind() failed?"
says = [{doc = "posix-2017-bind", at = "DESCRIPTION: assign a local socket address (silent on a failed call)"}]
tags = ["tcp", "udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket holder = serving("holder", {}, loopback());
  Socket refused = make_socket("refused");
  needs(!refused.bind(holder.local()).is_ok(), "an address that a second socket is refused");
  OBSERVE(what_is_left_of(refused.local_if_any(), 0));
}
