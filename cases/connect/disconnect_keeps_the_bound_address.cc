/*---
claim = """connect() to AF_UNSPEC dissolves the association; what address and port a socket has then, that was
           bound to the wildcard address and a port before, is open."""
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

  client.disconnect();
  const Address now_has = client.local();
  const char* address =
      now_has.unmapped().at(0).is_wildcard() || now_has.is_wildcard() ? "wildcard" : "specific";
  OBSERVE(std::string(address) + " address, " + (now_has.port == port ? "same port" : "other port"));
}
