/*---
claim = """connect() to AF_UNSPEC dissolves the association; whether a socket that was bound to a specific address and port
           before keeps both is open."""
question = "Does a socket keep its bound address and port after connect() to AF_UNSPEC?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, last paragraph: dissolve the association", on = ["linux"]}]
needs = ["second-address"]
tags = ["tcp", "udp", "connect", "AF_UNSPEC"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  require_second_local();
  Socket destination = serving("destination", {}, second_local());
  Socket client = make_socket("client");
  const Port port = free_port();
  GIVEN(client.bind(second_local(port)));
  GIVEN(client.connect(destination.local()));

  dissolve(client);
  OBSERVE(what_is_left_of(client.local_if_any(), port));
}
