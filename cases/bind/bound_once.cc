/*---
claim = "A socket is bound once: binding it again, to another free port, fails."
question = "Can a socket that is bound already be bound to another port?"
says = [{doc = "linux-bind-2", at = "ERRORS EINVAL, first entry", on = ["linux"]},
        {doc = "freebsd-bind-2", at = "EINVAL", on = ["freebsd"]},
        {doc = "posix-2017-bind", at = "ERRORS EINVAL: a socket that is bound, or was shut down, is refused with EINVAL"}]
catalogue = ["bind-already-bound", "px-bound"]
tags = ["tcp", "udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket socket = make_socket("socket");
  GIVEN(socket.bind(loopback()));
  CLAIM(socket.bind(loopback()), fails_with("EINVAL"));
}
