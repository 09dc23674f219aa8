/*---
claim = """A UDP socket without any option is refused the wildcard address of a port that forty sockets with
           SO_REUSEADDR hold on a specific address."""
question = "Can a plain UDP socket bind the wildcard of a port that forty sockets share on one address?"
says = [{doc = "linux-cve-2026-31503", at = "hslot->count exceeds 10", on = ["linux"]}]
tags = ["udp", "bind", "wildcard", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());
  std::vector<Socket> others;
  others.reserve(40);
  for (int i = 0; i < 40; ++i) others.push_back(serving("another", {reuseaddr}, first.local()));
  Socket newcomer = udp("newcomer");
  CLAIM(newcomer.bind(wildcard_address(first.port())), fails_with("EADDRINUSE"));
}
