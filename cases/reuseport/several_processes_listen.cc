/*---
claim = "SO_REUSEPORT on all of them lets several processes bind and listen on the same port at the same time."
question = "Can several processes listen on the same port with SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph after the second program"},
        {doc = "linux-commit-soreuseport", at = "message", on = ["linux"]},
        {doc = "linux-socket-7", at = "SO_REUSEPORT", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT", on = ["freebsd"]},
        {doc = "macos-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT", on = ["darwin"]}]
disputed_by = [{doc = "hpux-getsockopt-2", at = "SO_REUSEPORT, p.139: datagram sockets only", on = ["hpux"], predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]}]
catalogue = ["ar-11", "fb-rp-dup"]
needs = ["two-processes"]
tags = ["tcp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process another = another_process("second process");
  Socket first = serving("first", {reuseport}, loopback());

  Socket second = tcp(another, "second");
  GIVEN(second.set(reuseport));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
