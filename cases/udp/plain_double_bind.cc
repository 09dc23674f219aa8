/*---
claim = "A second UDP socket without any option is refused an address and port that another one is bound to."
question = "Can two UDP sockets bind the same address and port without any option?"
says = [{doc = "linux-bind-2", at = "ERRORS, EADDRINUSE, first entry", on = ["linux"]},
        {doc = "linux-udp-c", at = "udp_lib_lport_inuse"},
        {doc = "rust-std-socket2", at = "UdpSocket::bind (source): UdpSocket::bind sets no option"}]
catalogue = ["udp-plain", "rs-udp-plain"]
tags = ["udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {}, wildcard_address());
  Socket second = make_socket("second");
  CLAIM(join_outcome(second, first, first.local()), "bind: EADDRINUSE");
}
