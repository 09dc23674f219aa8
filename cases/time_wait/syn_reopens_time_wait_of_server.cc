/*---
claim = """A new SYN on the same two addresses and ports reopens the TIME_WAIT of a server that still
           listens: the connection is accepted."""
question = "Can a client connect again from the same port while the server side is in TIME_WAIT?"
says = [
  {doc = "rfc9293", at = "3.6.1 (MAY-2)"},
  {doc = "rfc1122", at = "4.2.2.13"},
  {doc = "linux-tcp-minisocks", at = "Now real TIME-WAIT state", on = ["linux"]},
  {doc = "freebsd-tcp-input", at = "comment: while in TIME_WAIT, drop the old connection", on = ["freebsd"]},
]
catalogue = ["server-tw-reopened-by-syn", "nl-tw-new-syn"]
needs = ["tcp-state"]
tags = ["tcp", "time-wait", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) { CLAIM(each_time(kTimesToBeSure, reconnect_to_time_wait), succeeds()); }
