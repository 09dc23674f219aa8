/*---
claim = """connect() to AF_UNSPEC dissolves the association; whether a socket that was bound to port 0 before
           keeps the port that the system gave it is open."""
question = "Does a socket keep its automatic port after connect() to AF_UNSPEC?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, last paragraph: dissolve the association", on = ["linux"]}]
catalogue = ["af-unspec-disconnect"]
tags = ["tcp", "udp", "connect", "AF_UNSPEC", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket destination = serving("destination", {}, loopback());
  Socket client = make_socket("client");
  GIVEN(client.bind(wildcard_address()));
  const Port port = client.port();
  GIVEN(client.connect(destination.local()));

  dissolve(client);
  const auto left = client.local_if_any();
  OBSERVE(!left                ? "no address"
          : left->port == port ? "same port"
          : left->port == 0    ? "no port"
                               : "another port");
}
