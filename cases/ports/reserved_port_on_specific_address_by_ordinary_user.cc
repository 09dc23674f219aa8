/*---
claim = """Ports below 1024 are reserved: a user without special rights is refused port 1023 of a specific
           address."""
question = "Can an ordinary user bind port 1023 of a specific address?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, reserved port (<1024); Client disconnects first, rsh"},
        {doc = "linux-ip-7", at = "Address format: privileged ports", on = ["linux"]},
        {doc = "xnu-in-pcb", at = "in_pcbbind: IPPORT_RESERVED and sin_addr not 0", on = ["darwin"]}]
disputed_by = [{doc = "gvisor-tcp", at = "bind: no privilege test", on = ["gvisor"], predicts = "ok"}]
catalogue = ["fi-30", "s2-reserved-eacces-specific"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "udp", "ports", "reserved"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Process ordinary = ordinary_process("ordinary user");

  Socket server = make_socket(ordinary, "server");
  CLAIM(server.bind(loopback(1023)), fails_with("EACCES"));
}
