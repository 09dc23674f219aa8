/*---
claim = """With nolocaltimewait no TIME_WAIT is kept of a connection whose ends are both local: its server is
           started again at once."""
question = "Does nolocaltimewait let a server on the loopback restart at once?"
says = [{doc = "freebsd-tcp-4", at = "MIB variables, nolocaltimewait", on = ["freebsd"]}]
catalogue = ["fb-nolocaltw"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "restart", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.inet.tcp.nolocaltimewait", "1"));
  Connection connection = connected();
  GIVEN(connection.server.close());
  GIVEN(connection.client.receive(), "eof");
  GIVEN(connection.client.close());
  GIVEN(connection.listener.close());

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), succeeds());
}
