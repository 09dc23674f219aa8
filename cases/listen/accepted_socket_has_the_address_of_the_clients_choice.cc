/*---
claim = """A connection that a wildcard listener accepted has the address that the client chose, not the
           wildcard."""
question = "Which local address does a connection have that a wildcard listener accepted?"
says = [{doc = "nginx-listen", at = "bind: with a wildcard and specific addresses of one port only the wildcard is bound"}]
catalogue = ["nx-bind-star"]
needs = ["second-address"]
tags = ["tcp", "listen", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket listener = listening("listener", {}, wildcard_address());
  const Address chosen = second_local(listener.port());
  Socket client = tcp("client");
  GIVEN(client.connect(chosen));
  CLAIM(
      listener.accept("accepted").local().unmapped() == chosen.unmapped() ? "the client's choice" : "another",
      "the client's choice");
}
