/*---
claim = """A new SYN on the same two addresses and ports reopens the TIME_WAIT of a server that still
           listens: the connection is accepted, without TCP timestamps too."""
says = [
  {doc = "rfc9293", at = "3.6.1 (MAY-2)"},
  {doc = "rfc1122", at = "4.2.2.13"},
  {doc = "linux-tcp-minisocks", at = "Now real TIME-WAIT state", on = ["linux"]},
  {doc = "freebsd-tcp-input", at = "comment: while in TIME_WAIT, drop the old connection", on = ["freebsd"]},
]
catalogue = ["server-tw-reopened-by-syn", "nl-tw-new-syn"]
needs = ["state", "own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "settings", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_timestamps", "0"));

  Connection old = connected();
  GIVEN(old.server.close());
  GIVEN(old.client.receive(), "eof");
  GIVEN(old.client.close());
  needs(settled_state(old.server_address, old.client_address) == Outcome("TIME_WAIT"),
        "TIME_WAIT on the server's side");

  Socket again = tcp("client again");
  GIVEN(again.bind(old.client_address));
  CLAIM(again.connect(old.listener.local()), succeeds());
}
