/*---
claim = """connect() to AF_UNSPEC dissolves the association; what address and port a socket has then, that was
           bound to the wildcard address and a port before, is open."""
question = "Which address and port does a wildcard socket have after connect() to AF_UNSPEC?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, last paragraph: dissolve the association", on = ["linux"]}]
catalogue = ["af-unspec-disconnect"]
tags = ["tcp", "udp", "connect", "AF_UNSPEC", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket destination = serving("destination", {}, loopback());
  Socket client = make_socket("client");
  const Port port = free_port();
  GIVEN(client.bind(wildcard_address(port)));
  GIVEN(client.connect(destination.local()));
  detail("connected", client.local().text());

  dissolve(client);
  OBSERVE(what_is_left_of(client.local_if_any(), port));
}
