/*---
claim = "SO_REUSEADDR on the new socket alone allows the bind where the existing socket is bound but does not listen."
question = "Is SO_REUSEADDR on the new socket alone enough while the old one is bound but does not listen?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph beginning Internally: not going to conflict with an actively listening socket"},
        {doc = "stackoverflow-14388707", at = "Windows: on Windows SO_REUSEADDR on the newcomer alone binds exactly the address of another socket", on = ["winsock"]}]
disputed_by = [{doc = "linux-socket-7", at = "NOTES, last paragraph", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "hpux-getsockopt-2", at = "SO_REUSEADDR", on = ["hpux"], predicts = "EADDRINUSE"},
               {doc = "lwip-tcp", at = "tcp_bind: both control blocks have SO_REUSEADDR", on = ["lwip"], predicts = "EADDRINUSE"},
               {doc = "gvisor-ports", at = "deviceToDest.isAvailable comment", on = ["gvisor"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 1, option on: same specific address, option on the newcomer: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Linux < 3.9: both must have set it", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["ar-9", "lw-both", "so-t1-on-newcomer", "so-l-client-both", "so-w-newcomer-only"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = tcp("first");
  GIVEN(first.bind(loopback()));

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(first.local()), succeeds());
}
