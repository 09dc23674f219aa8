/*---
claim = """What a listener on the wildcard address leaves, here an established connection, blocks only the
           address of its connection: another local address of the port is free."""
question = "Does an old connection of a wildcard server block the port on other addresses?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_rcv_saddr_equal", on = ["linux"]}]
catalogue = ["wildcard-leftover-blocks-only-its-address"]
needs = ["second-address"]
tags = ["tcp", "wildcard", "established"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Connection connection = connected({}, wildcard_address());
  GIVEN(connection.listener.close());

  Socket elsewhere = tcp("another address");
  CLAIM(elsewhere.bind(second_local(connection.server_address.port)), succeeds());
}
