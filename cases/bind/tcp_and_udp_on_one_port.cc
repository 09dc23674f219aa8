/*---
claim = "TCP and UDP have ports of their own: a UDP socket binds the address and port of a TCP listener."
question = "Can a TCP server and a UDP server have the same port?"
says = [{doc = "kind-issue-2975", at = "2975: what must be unique is port and protocol: TCP and UDP do not conflict"}]
catalogue = ["kd-protocols"]
tags = ["tcp", "udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = serving("TCP server", {}, loopback());
  Socket datagrams = udp("UDP server");
  CLAIM(datagrams.bind(server.local()), succeeds());
}
