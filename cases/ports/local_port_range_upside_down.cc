/*---
claim = "IP_LOCAL_PORT_RANGE refuses a range whose first port is above its last one with EINVAL."
question = "Does IP_LOCAL_PORT_RANGE accept a range whose first port is above its last?"
says = [{doc = "linux-ip-local-port-range-2const", at = "DESCRIPTION; ERRORS", on = ["linux"]}]
catalogue = ["ip-local-port-range-opt"]
tags = ["tcp", "udp", "ports", "ephemeral", "IP_LOCAL_PORT_RANGE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket socket = make_socket("socket");
  CLAIM(socket.set(local_port_range, port_range_value(40015, 40000)), fails_with("EINVAL"));
}
