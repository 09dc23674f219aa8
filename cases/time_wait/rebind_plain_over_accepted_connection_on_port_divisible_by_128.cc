/*---
claim = """An accepted connection keeps its port busy after the listener has closed, where the port is a
           multiple of 128 too."""
question = "Does an open connection keep its port taken if the port is a multiple of 128?"
says = [
  {doc = "netbsd-in-pcb", at = "inpcb_bind_port: re-hashes by port; the table has 128 entries", on = ["netbsd"]},
  {doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict", on = ["linux"]},
]
catalogue = ["nb-accepted-invisible"]
tags = ["tcp", "established", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({}, loopback(free_port_divisible_by(128)));
  GIVEN(connection.listener.close());

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), fails_with("EADDRINUSE"));
}
