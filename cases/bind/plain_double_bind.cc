/*---
claim = "Without any option, a second bind to an address and port that another socket holds fails."
question = "Can two sockets bind the same address and port without any option?"
says = [{doc = "linux-bind-2", at = "ERRORS EADDRINUSE, first entry", on = ["linux"]},
        {doc = "linux-ip-7", at = "ERRORS EADDRINUSE", on = ["linux"]},
        {doc = "freebsd-bind-2", at = "EADDRINUSE", on = ["freebsd"]},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "all tables, Default then Default, same address: INUSE", on = ["winsock"]},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): without options no two sockets bind the same address and port"},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 1, option off: same specific address, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "unix-socket-faq", at = "4.11 (Friedberg): without SO_REUSEPORT only one process can be bound to the local address and port 20 before it connects"},
        {doc = "stackoverflow-1694148", at = "TCP: only one program listens on a TCP port at a time, on one address"},
        {doc = "posix-2017-bind", at = "ERRORS EADDRINUSE: an address in use is refused with EADDRINUSE"}]
catalogue = ["tcp-plain-double-bind", "so-plain-same", "so-t1-off", "fq-ftpd", "sa-one", "px-inuse"]
tags = ["tcp", "udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  GIVEN(first.bind(loopback()));

  Socket second = make_socket("second");
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
