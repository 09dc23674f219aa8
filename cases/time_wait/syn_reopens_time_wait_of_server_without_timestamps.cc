/*---
claim = """A new SYN on the same two addresses and ports reopens the TIME_WAIT of a server that still
           listens: the connection is accepted, without TCP timestamps too."""
question = "Can a client reopen a connection over the server's TIME_WAIT without TCP timestamps?"
says = [
  {doc = "rfc9293", at = "3.6.1 (MAY-2)"},
  {doc = "rfc1122", at = "4.2.2.13"},
  {doc = "linux-tcp-minisocks", at = "Now real TIME-WAIT state", on = ["linux"]},
  {doc = "freebsd-tcp-input", at = "comment: while in TIME_WAIT, drop the old connection", on = ["freebsd"]},
]
catalogue = ["server-tw-reopened-by-syn", "nl-tw-new-syn"]
needs = ["tcp-state", "own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "settings", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_timestamps", "0"));
  CLAIM(each_time(kTimesToBeSure, reconnect_to_time_wait), succeeds());
}
