/*---
claim = "SO_REUSEADDR and SO_EXCLUSIVEADDRUSE exclude each other: SO_REUSEADDR cannot be set where SO_EXCLUSIVEADDRUSE is."
question = "Can SO_REUSEADDR be set on a socket that has SO_EXCLUSIVEADDRUSE?"
says = [{doc = "wine-ws2-32-tests", at = "test_reuseaddr: mutually exclusive (WSAEINVAL)", on = ["winsock"]}]
catalogue = ["win-ra-ex"]
tags = ["tcp", "udp", "SO_REUSEADDR", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket socket = make_socket("socket");
  GIVEN(socket.set(exclusiveaddruse));
  CLAIM(socket.set(reuseaddr), fails_with("EINVAL"));
}
