/*---
claim = """Without any option, a specific address is refused while a socket is bound to the wildcard of the
           same port; neither listens."""
question = "Can a plain socket bind a specific address of a port whose wildcard is bound?"
says = [{doc = "illumos-tcp-4p", at = "DESCRIPTION, Listening And Connecting: no two TCP sockets", on = ["sunos"]},
        {doc = "linux-inet-connection-sock", at = "inet_bind_conflict with inet_rcv_saddr_equal", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): while a plain socket holds the wildcard address, no specific address of that port can be bound"},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 4: wildcard first, then a specific address, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
disputed_by = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then Default, wildcard then specific: Success", on = ["winsock"], predicts = "ok"}]
catalogue = ["il-two-rules", "so-wildcard-takes-all", "so-t4"]
tags = ["tcp", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket wildcard = tcp("wildcard");
  GIVEN(wildcard.bind(wildcard_address()));

  Socket specific = tcp("specific");
  CLAIM(specific.bind(loopback(wildcard.port())), fails_with("EADDRINUSE"));
}
