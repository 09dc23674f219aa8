/*---
claim = "Where ip_nonlocal_bind is on, an address that no interface of the machine has can be bound."
question = "Does ip_nonlocal_bind let a socket bind an address that the machine does not have?"
says = [{doc = "linux-ip-7", at = "ip_nonlocal_bind", on = ["linux"]}]
catalogue = ["bind-nonlocal"]
needs = ["own-stack"]
tags = ["tcp", "udp", "bind", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  GIVEN(change_setting("net.ipv4.ip_nonlocal_bind", "1"));
  Socket socket = make_socket("socket");
  CLAIM(socket.bind(unassigned_address()), succeeds());
}
