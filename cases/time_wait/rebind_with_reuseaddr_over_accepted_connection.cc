/*---
claim = """SO_REUSEADDR on the listener and on the restarted server binds over an accepted connection that is
           still alive."""
question = "Can a server with SO_REUSEADDR restart while an old connection is still open?"
says = [
  {doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict", on = ["linux"]},
  {doc = "linux-socket-7", at = "SO_REUSEADDR: except an active listening socket", on = ["linux"]},
]
catalogue = ["est-child-blocks-plain-rebind"]
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
