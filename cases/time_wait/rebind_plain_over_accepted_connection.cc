/*---
claim = """A connection that a server accepted keeps its port busy after the listener has closed: a bind
           without any option fails."""
question = "Can a server without options restart while an old connection is still open?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict", on = ["linux"]},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 1 (retold): a listening server restarts while a child still has a connection on the port"},
        {doc = "kerrisk-tlpi-61", at = "p. 1280: both a child's connection and TIME_WAIT keep a new listening socket from the port, by default"}]
disputed_by = [{doc = "netbsd-in-pcb", at = "inpcb_bind_port, inpcb_lookup_port: accepted sockets are not found", on = ["netbsd"], predicts = "ok"}]
catalogue = ["est-child-blocks-plain-rebind", "nb-accepted-invisible", "st-restart-child", "tl-two-cases"]
tags = ["tcp", "established", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.listener.close());

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), fails_with("EADDRINUSE"));
}
