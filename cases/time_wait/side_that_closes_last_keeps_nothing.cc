/*---
claim = """Only the side that closes first enters TIME_WAIT; the side that closes in answer keeps nothing of
           the connection."""
question = "Does the side that closes last get TIME_WAIT?"
says = [
  {doc = "rfc9293", at = "3.6.1 (MUST-13); 3.6 Figure 12"},
  {doc = "fine-address-in-use", at = "Client disconnects first, first paragraph"},
  {doc = "bernat-time-wait-2014", at = "About the TIME-WAIT state: only the end that closes first comes to TIME_WAIT"}
]
catalogue = ["tw-active-closer", "fi-35", "vb-first-closer"]
needs = ["tcp-state"]
tags = ["tcp", "time-wait", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  close_client_first(connection);

  CLAIM(settled_state(connection.server_address, connection.client_address), "none");
}
