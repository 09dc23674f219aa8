/*---
claim = """The same program is told "Address already in use" where TCP timestamps, by which a stack can tell a
           new connection from an old one, are switched off."""
question = "Can a client reconnect from its reserved port in TIME_WAIT if TCP timestamps are off?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on the reserved port (<1024)"},
        {doc = "linux-connect-2", at = "ERRORS, EADDRINUSE", on = ["linux"]}]
disputed_by = [{doc = "linux-inet-hashtables", at = "__inet_check_established", on = ["linux"], predicts = "EADDRNOTAVAIL"}]
catalogue = ["fi-28"]
needs = ["root", "tcp-state", "own-stack"]
tags = ["tcp", "ports", "reserved", "time-wait", "4-tuple", "SO_REUSEADDR", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_timestamps", "0"));
  const Connection old = leave_reserved_port_in_time_wait({reuseaddr});

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(wildcard_address(old.client_address.port)));
  CLAIM(again.connect(old.server_address), fails_with("EADDRINUSE"));
}
