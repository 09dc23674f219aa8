/*---
claim = "Whether a TCP socket can be bound to a multicast address is said nowhere."
question = "Can a TCP socket be bound to a multicast address?"
says = [{doc = "posix-2017-bind", at = "ERRORS (silent on multicast addresses)"}]
tags = ["tcp", "multicast", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  Socket socket = tcp("socket");
  OBSERVE(socket.bind(multicast_group()));
}
