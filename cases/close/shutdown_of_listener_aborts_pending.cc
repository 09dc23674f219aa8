/*---
claim = """shutdown() of a listening socket aborts a connection that nobody accepted, as close() does: its
           client reads ECONNRESET."""
question = "Does shutdown() of a listener reset the connections that nobody accepted yet?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_migrate_req: aborted; after close() or shutdown()", on = ["linux"]},
]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listen", "shutdown", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener", {}, loopback(free_port()));
  Socket client = tcp("client");
  GIVEN(client.connect(listener.local()));
  GIVEN(listener.is_readable());
  GIVEN(!client.is_readable(0));
  shut_down(listener);
  CLAIM(client.receive(1).outcome, fails_with("ECONNRESET"));
}
