/*---
claim = """Ports below 1024 are reserved: a user without special rights is refused port 80 of the wildcard
           address."""
question = "Can an ordinary user bind port 80?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, reserved port (<1024); Client disconnects first, rsh"},
        {doc = "linux-ip-7", at = "Address format: privileged ports", on = ["linux"]},
        {doc = "linux-capabilities-7", at = "CAP_NET_BIND_SERVICE", on = ["linux"]},
        {doc = "freebsd-in-pcb", at = "in_pcbbind_setup: EACCES", on = ["freebsd"]},
        {doc = "beej-bgnet", at = "bind(): ports below 1024 are for the superuser"}]
disputed_by = [{doc = "xnu-in-pcb", at = "in_pcbbind: only where sin_addr is not 0", on = ["darwin"], predicts = "ok"},
               {doc = "gvisor-tcp", at = "bind: no privilege test", on = ["gvisor"], predicts = "ok"}]
catalogue = ["fi-30", "reserved-ports", "mac-low-wild", "gv-low", "bj-reserved"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "udp", "ports", "reserved", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Process ordinary = ordinary_process("ordinary user");

  Socket server = make_socket(ordinary, "server");
  CLAIM(server.bind(wildcard_address(80)), fails_with("EACCES"));
}
