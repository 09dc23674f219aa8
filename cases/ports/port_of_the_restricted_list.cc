/*---
claim = """Ports on the kernel's list of restricted ports are refused with EADDRINUSE to a program without the
           entitlement, although nobody holds them; on macOS 55555 is one of them."""
question = "Can a program bind a port on the kernel's list of restricted ports?"
says = [{doc = "xnu-in-pcb", at = "in_pcbbind: current_task_can_use_restricted_in_port", on = ["darwin"]}]
catalogue = ["mac-restricted"]
tags = ["tcp", "udp", "ports", "reserved"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Socket socket = make_socket("socket");
  CLAIM(socket.bind(wildcard_address(55555)), fails_with("EADDRINUSE"));
}
