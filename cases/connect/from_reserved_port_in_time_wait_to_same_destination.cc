/*---
claim = """A program that with SO_REUSEADDR found its last reserved port again, still in TIME_WAIT, is told
           "Address already in use" when it connects to the destination that it used last."""
question = "Can a client with SO_REUSEADDR reconnect from its reserved port in TIME_WAIT to the same server?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on the reserved port (<1024)"},
        {doc = "linux-connect-2", at = "ERRORS, EADDRINUSE", on = ["linux"]},
        {doc = "freebsd-connect-2", at = "ERRORS, EADDRINUSE", on = ["freebsd"]},
        {doc = "posix-2017-connect", at = "ERRORS, may fail: EADDRINUSE"}]
disputed_by = [{doc = "linux-tcp-ipv4", at = "tcp_twsk_unique", on = ["linux"], predicts = "ok"},
               {doc = "linux-inet-hashtables", at = "__inet_check_established", on = ["linux"], predicts = "EADDRNOTAVAIL"},
               {doc = "hurd-pfinet", at = "tcp_v4_connect", on = ["hurd"], predicts = "EADDRNOTAVAIL"}]
catalogue = ["fi-28"]
needs = ["root", "tcp-state"]
tags = ["tcp", "ports", "reserved", "time-wait", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Connection old = leave_reserved_port_in_time_wait({reuseaddr});

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(wildcard_address(old.client_address.port)));
  CLAIM(again.connect(old.server_address), fails_with("EADDRINUSE"));
}
