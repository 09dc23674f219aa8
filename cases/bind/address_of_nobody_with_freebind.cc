/*---
claim = "With IP_FREEBIND, an address that no interface of the machine has can be bound."
question = "Does IP_FREEBIND let a socket bind an address that the machine does not have?"
says = [{doc = "linux-ip-7", at = "IP_FREEBIND", on = ["linux"]},
        {doc = "systemd-socket-5", at = "FreeBind=: with IP_FREEBIND an address that is not there yet can be bound"}]
catalogue = ["bind-nonlocal", "sd-freebind"]
tags = ["tcp", "udp", "bind", "IP_FREEBIND"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket socket = make_socket("socket");
  GIVEN(socket.set(freebind));
  CLAIM(socket.bind(unassigned_address()), succeeds());
}
