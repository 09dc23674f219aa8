/*---
claim = """SO_REUSEADDR on the listener and on the restarted server binds over an accepted connection that is
           still alive."""
question = "Can a server with SO_REUSEADDR restart while an old connection is still open?"
says = [
  {doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict", on = ["linux"]},
  {doc = "linux-socket-7", at = "SO_REUSEADDR: except an active listening socket", on = ["linux"]},
  {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 1 (retold): a listening server restarts while a child still has a connection on the port"},
  {doc = "kerrisk-tlpi-61", at = "p. 1281: SO_REUSEADDR lifts it in both cases"},
  {doc = "unix-socket-faq", at = "4.5: it is of use when a server restarts while sockets are still active on its port"}
]
disputed_by = [{doc = "unix-socket-faq", at = "4.5: in every other state: a connection whose listener is gone", predicts = "bind: EADDRINUSE"}]
catalogue = ["est-child-blocks-plain-rebind", "st-restart-child", "tl-reuseaddr", "fq-other-established",
             "fq-restart-active"]
tags = ["tcp", "established", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({reuseaddr});
  GIVEN(connection.listener.close());

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(serve_once(std::move(again), connection.server_address), "serves");
}
