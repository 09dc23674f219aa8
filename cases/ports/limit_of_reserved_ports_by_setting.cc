/*---
claim = """The setting net.ipv4.ip_unprivileged_port_start moves the limit of the reserved ports: where it is
           1000, a user without special rights gets 1000 and is refused 999."""
question = "Does ip_unprivileged_port_start change which ports an ordinary user may bind?"
says = [{doc = "linux-ip-sysctl", at = "ip_unprivileged_port_start", on = ["linux"]}]
catalogue = ["unprivileged-port-start"]
needs = ["own-stack", "two-processes", "second-user"]
tags = ["tcp", "udp", "ports", "reserved"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Process ordinary = ordinary_process("ordinary user");
  GIVEN(change_setting("net.ipv4.ip_unprivileged_port_start", "1000"));

  Socket first = make_socket(ordinary, "first");
  Socket below = make_socket(ordinary, "below");
  CLAIM(outcomes_of({first.bind(wildcard_address(1000)), below.bind(wildcard_address(999))}), "ok, EACCES");
}
