/*---
claim = """Whether a connected socket that was bound to the wildcard address still keeps others from its port
           on another address, and whether connect() to AF_UNSPEC then works, is open."""
question = "Can a connected wildcard socket disconnect after another one took its port on another address?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, last paragraph: dissolve the association", on = ["linux"]}]
catalogue = ["af-unspec-disconnect"]
needs = ["second-address"]
tags = ["tcp", "connect", "AF_UNSPEC", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket destination = serving("destination", {}, loopback());
  Socket client = tcp("client");
  const Port port = free_port();
  GIVEN(client.bind(wildcard_address(port)));
  GIVEN(client.connect(destination.local()));

  Socket other = tcp("other");
  const Outcome beside = other.bind(second_local(port));
  OBSERVE(outcomes_of({beside, client.disconnect()}));
}
