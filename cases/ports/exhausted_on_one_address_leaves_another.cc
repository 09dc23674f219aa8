/*---
claim = """When every automatic port is bound on one address, bind() to port 0 of another address still gets
           one."""
question = "Can bind() to port 0 succeed on one address when no port is left on another?"
says = [{doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_bind: from another source address bind to port 0 still works then"}]
catalogue = ["ce-bind-other-source"]
needs = ["own-stack", "second-address"]
tags = ["tcp", "udp", "ports", "ephemeral", "exhaustion"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  require_second_local();
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range);
  Socket socket = make_socket("one more");
  CLAIM(socket.bind(second_local()), succeeds());
}
