/*---
claim = "With IP_TRANSPARENT, an address that no interface of the machine has can be bound."
question = "Does IP_TRANSPARENT let a socket bind an address that the machine does not have?"
says = [{doc = "systemd-socket-5", at = "Transparent=: IP_TRANSPARENT opens addresses of nobody too", on = ["linux"]},
        {doc = "linux-ip-7", at = "IP_TRANSPARENT", on = ["linux"]}]
catalogue = ["sd-transparent"]
tags = ["tcp", "udp", "bind", "IP_TRANSPARENT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket socket = make_socket("socket");
  needs(socket.set(transparent).is_ok(), "the right to set IP_TRANSPARENT");
  CLAIM(socket.bind(unassigned_address()), succeeds());
}
