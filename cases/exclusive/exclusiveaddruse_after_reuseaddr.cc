/*---
claim = "SO_REUSEADDR and SO_EXCLUSIVEADDRUSE exclude each other: SO_EXCLUSIVEADDRUSE cannot be set where SO_REUSEADDR is."
question = "Can SO_EXCLUSIVEADDRUSE be set on a socket that has SO_REUSEADDR?"
says = [{doc = "wine-ws2-32-tests", at = "test_reuseaddr: mutually exclusive (WSAEINVAL)", on = ["winsock"]}]
catalogue = ["win-ra-ex"]
tags = ["tcp", "udp", "SO_REUSEADDR", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket socket = make_socket("socket");
  GIVEN(socket.set(reuseaddr));
  CLAIM(socket.set(exclusiveaddruse), fails_with("EINVAL"));
}
