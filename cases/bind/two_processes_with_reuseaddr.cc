/*---
claim = "SO_REUSEADDR on both sockets lets two processes bind the same address and port; neither listens."
question = "Can two processes bind the same TCP port with SO_REUSEADDR if neither listens?"
says = [{doc = "reuseaddr-reuseport-article", at = "first sentence"},
        {doc = "linux-socket-7", at = "SO_REUSEADDR", on = ["linux"]}]
disputed_by = [{doc = "illumos-tcp-4p", at = "DESCRIPTION, Listening And Connecting: as long as the two sockets are not", on = ["sunos"], predicts = "EADDRINUSE"},
               {doc = "illumos-tcp-bind", at = "tcp_bindi: refused in BOUND and LISTEN", on = ["sunos"], predicts = "EADDRINUSE"},
               {doc = "hpux-getsockopt-2", at = "SO_REUSEADDR: in a connected state before bind()", on = ["hpux"], predicts = "EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup", on = ["freebsd"], predicts = "EADDRINUSE"},
               {doc = "cygwin-socket-inet", at = "setsockopt SO_REUSEADDR comment: complete duplicate", on = ["cygwin"], predicts = "EADDRINUSE"}]
catalogue = ["ar-1", "tcp-reuseaddr-two-bound", "il-identical", "cyg-ra-identical"]
needs = ["two-processes"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process elsewhere = another_process("second process");
  Socket first = tcp("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(loopback()));

  Socket second = tcp(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(first.local()), succeeds());
}
