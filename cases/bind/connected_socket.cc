/*---
claim = "A connected socket cannot be bound: bind() fails with EINVAL."
question = "Can a connected socket be bound?"
says = [{doc = "linux-bind-2", at = "ERRORS EINVAL: already bound to an address", on = ["linux"]},
        {doc = "posix-2017-bind", at = "ERRORS EISCONN: a connected socket may be refused with EISCONN", predicts = ["EISCONN", "EINVAL"]}]
catalogue = ["px-isconn-bind"]
tags = ["tcp", "udp", "bind", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket socket = make_socket("socket");
  GIVEN(socket.connect(peer.local()));
  CLAIM(socket.bind(loopback()), fails_with("EINVAL"));
}
