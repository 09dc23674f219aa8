/*---
claim = "Port 65535 can be bound where nobody uses it."
question = "Can port 65535 be bound?"
says = [{doc = "beej-bgnet", at = "bind(): every port above that up to 65535 can be had, if nobody uses it"}]
catalogue = ["bj-65535"]
tags = ["tcp", "udp", "ports"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Socket socket = make_socket("socket");
  CLAIM(socket.bind(loopback(65535)), succeeds());
}
