/*---
claim = "127.0.0.2 is not there unless an interface was given it."
question = "Can a socket bind 127.0.0.2 although no interface was given that address?"
says = [{doc = "netbsd-in-pcb", at = "inpcb_bind_addr: the address is an interface's, EADDRNOTAVAIL", on = ["netbsd"]}]
catalogue = ["x-lo2"]
tags = ["tcp", "udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket socket = make_socket("socket");
  CLAIM(socket.bind(second_local4()), fails_with("EADDRNOTAVAIL"));
}
