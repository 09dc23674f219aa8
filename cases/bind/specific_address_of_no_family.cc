/*---
claim = "An address whose family is AF_UNSPEC is none of the socket's family: bind() refuses it."
question = "Can a socket bind a specific address whose family field is AF_UNSPEC?"
says = [{doc = "posix-2017-bind", at = "ERRORS, EAFNOSUPPORT"}]
tags = ["tcp", "udp", "bind", "errno", "AF_UNSPEC"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket socket = make_socket("socket");
  CLAIM(socket.bind(of_no_family(loopback4())), fails_with("EAFNOSUPPORT"));
}
