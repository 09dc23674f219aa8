/*---
claim = "Two UDP sockets that both set SO_REUSEADDR share one specific address and port."
question = "Can two UDP sockets bind the same address and port with SO_REUSEADDR?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both sk_reuse, no conflict"},
        {doc = "gvisor-ports", at = "Flags: MostRecent", on = ["gvisor"]}]
disputed_by = [{doc = "freebsd-in-pcb", at = "in_pcbbind_setup: only reuseport counts for unicast", predicts = "bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "in_pcbbind_port", predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail", predicts = "bind: EADDRINUSE"},
               {doc = "xnu-in-pcb", at = "in_pcbbind", on = ["darwin"], predicts = "bind: EADDRINUSE"}]
catalogue = ["udp-reuseaddr-share", "x-udp-ra"]
tags = ["udp", "SO_REUSEADDR", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
