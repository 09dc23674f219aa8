/*---
claim = """Another user may bind the port of accepted connections that are still alive, to the wildcard
           address and without any option."""
question = "Can another user bind a port without options while its old connections are still open?"
says = [{doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test by inpcb_lookup_port", on = ["netbsd"]}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["nb-accepted-uid"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "established", "users", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process stranger = process_of_another_user("stranger");
  Connection connection = connected();
  GIVEN(connection.listener.close());

  Socket again = tcp(stranger, "stranger's server");
  CLAIM(again.bind(wildcard_address(connection.server_address.port)), succeeds());
}
