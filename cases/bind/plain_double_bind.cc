/*---
claim = "Without any option, a second bind to an address and port that another socket holds fails."
question = "Can two sockets bind the same address and port without any option?"
says = [{doc = "linux-bind-2", at = "ERRORS EADDRINUSE, first entry", on = ["linux"]},
        {doc = "linux-ip-7", at = "ERRORS EADDRINUSE", on = ["linux"]},
        {doc = "freebsd-bind-2", at = "EADDRINUSE", on = ["freebsd"]},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "all tables, Default then Default, same address: INUSE", on = ["winsock"]}]
catalogue = ["tcp-plain-double-bind"]
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
