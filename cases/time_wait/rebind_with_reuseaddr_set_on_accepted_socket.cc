/*---
claim = """What TIME_WAIT lets through is decided by the accepted socket that it is left of: SO_REUSEADDR set
           there, and not on its listener, lets a restarted server with SO_REUSEADDR bind."""
question = "Is it enough that the accepted socket, not its listener, had SO_REUSEADDR before a restart?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict: the option of every socket of the port", on = ["linux"]},
        {doc = "posix-2017-setsockopt", at = "ERRORS EISCONN: an option may be refused on a connected socket with EISCONN"}]
catalogue = ["tw-rebind-needs-flag-on-old-socket", "px-isconn"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set(reuseaddr));
  close_server_first(connection);

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(connection.server_address), succeeds());
}
