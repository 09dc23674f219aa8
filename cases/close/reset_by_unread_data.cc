/*---
claim = """close() of a socket with received data that nobody read sends a reset: the peer reads ECONNRESET,
           not end of file."""
question = "Does closing a socket with unread data reset the connection?"
says = [{doc = "rfc2525", at = "2.17"},
        {doc = "rfc9293", at = "3.6.1, SHLD-3"},
        {doc = "rfc1122", at = "4.2.2.13"}]
catalogue = ["close-unread-rst"]
tags = ["tcp", "close", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.client.send("x"));
  GIVEN(connection.server.is_readable());
  GIVEN(connection.server.close());
  CLAIM(connection.client.receive().outcome, fails_with("ECONNRESET"));
}
