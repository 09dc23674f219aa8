/*---
claim = """tcp_fin_timeout (one second here) does not apply to a socket that was shut down for writing and is
           still open: it stays in FIN_WAIT_2."""
question = "Does tcp_fin_timeout end a half-closed socket that the program still holds open?"
says = [{doc = "linux-ip-sysctl", at = "tcp_fin_timeout, un-orphaned connection", on = ["linux"]}]
catalogue = ["finwait2-open-no-timeout"]
needs = ["own-stack"]
tags = ["tcp", "fin-wait-2", "half-close", "duration", "settings"]
slow = 4
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_fin_timeout", "1"));
  Connection connection = connected();
  GIVEN(connection.listener.close());
  GIVEN(connection.server.shutdown(How::write));
  GIVEN(connection.client.receive(), "eof");
  CLAIM(fin_wait_lasts(connection, timeout_for(4, 7200)), "no end seen");
}
