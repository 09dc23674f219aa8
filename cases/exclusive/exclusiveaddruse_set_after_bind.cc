/*---
claim = "SO_EXCLUSIVEADDRUSE must be set before bind(): afterwards setting it fails with EINVAL."
question = "Can SO_EXCLUSIVEADDRUSE be set after bind()?"
says = [{doc = "dotnet-socket", at = "remarks: it must be set before the bind", on = ["winsock"]}]
catalogue = ["dn-before-bind"]
tags = ["tcp", "udp", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket socket = make_socket("socket");
  GIVEN(socket.set(exclusiveaddruse));
  GIVEN(socket.set(exclusiveaddruse, 0));
  GIVEN(socket.bind(loopback()));
  CLAIM(socket.set(exclusiveaddruse), fails_with("EINVAL"));
}
