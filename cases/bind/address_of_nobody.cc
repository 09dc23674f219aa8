/*---
claim = "An address that no interface of the machine has cannot be bound."
question = "Can a socket be bound to an address that the machine does not have?"
says = [{doc = "linux-ip-7", at = "ERRORS EADDRNOTAVAIL", on = ["linux"]},
        {doc = "freebsd-bind-2", at = "EADDRNOTAVAIL", on = ["freebsd"]},
        {doc = "posix-2017-bind", at = "ERRORS EADDRNOTAVAIL: an address that is not there is refused with EADDRNOTAVAIL"}]
disputed_by = [{doc = "lwip-tcp", at = "tcp_bind: no address is looked up", on = ["lwip"], predicts = "ok"}]
catalogue = ["bind-nonlocal", "x-nonlocal", "px-notavail"]
tags = ["tcp", "udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket socket = make_socket("socket");
  CLAIM(socket.bind(unassigned_address()), fails_with("EADDRNOTAVAIL"));
}
