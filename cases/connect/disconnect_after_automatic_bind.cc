/*---
claim = """connect() to AF_UNSPEC dissolves the association; whether a socket that was bound to port 0 before
           keeps the port that the system gave it is open."""
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

  client.disconnect();
  const Port now_has = client.port();
  OBSERVE(now_has == port ? "same port" : now_has == 0 ? "no port" : "another port");
}
