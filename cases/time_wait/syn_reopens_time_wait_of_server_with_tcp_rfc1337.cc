/*---
claim = """A new SYN on the same two addresses and ports reopens the TIME_WAIT of a server that still listens, also where a RST
           does not end TIME_WAIT (tcp_rfc1337): the SYN itself takes it over, and not the one that is sent again after a RST."""
question = "Can a client reopen a connection over the server's TIME_WAIT with tcp_rfc1337 on?"
says = [{doc = "rfc9293", at = "3.6.1 (MAY-2)"},
        {doc = "linux-tcp-minisocks", at = "Now real TIME-WAIT state; sysctl_tcp_rfc1337", on = ["linux"]}]
needs = ["tcp-state", "own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_rfc1337", "1"));
  CLAIM(each_time(kTimesToBeSure, reconnect_to_time_wait), succeeds());
}
