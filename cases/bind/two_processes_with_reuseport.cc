/*---
claim = "SO_REUSEPORT on both sockets lets two processes bind the same address and port."
question = "Can two processes bind the same TCP port with SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "first sentence"},
        {doc = "linux-socket-7", at = "SO_REUSEPORT", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT", on = ["freebsd"]},
        {doc = "macos-getsockopt-2", at = "SO_REUSEPORT", on = ["darwin"]},
        {doc = "openbsd-getsockopt-2", at = "SO_REUSEPORT", on = ["openbsd"]}]
disputed_by = [{doc = "hpux-getsockopt-2", at = "SO_REUSEPORT: for SOCK_DGRAM", on = ["hpux"], predicts = "EADDRINUSE"},
               {doc = "nonstop-setsockopt-2", at = "SO_REUSEPORT: valid only for UDP ports", on = ["nonstop"], predicts = "EADDRINUSE"}]
catalogue = ["ar-2"]
needs = ["two-processes"]
tags = ["tcp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process elsewhere = another_process("second process");
  Socket first = tcp("first");
  GIVEN(first.set(reuseport));
  GIVEN(first.bind(loopback()));

  Socket second = tcp(elsewhere, "second");
  GIVEN(second.set(reuseport));
  CLAIM(second.bind(first.local()), succeeds());
}
