/*---
claim = """A UDP socket without any option is refused the wildcard address of a port that eleven sockets hold,
           each on an address of its own."""
question = "Can a UDP socket bind the wildcard of a port that eleven sockets hold on eleven addresses?"
says = [{doc = "linux-cve-2026-31503", at = "192.168.1.[1-11]:8888, then 0.0.0.0:8888", on = ["linux"]}]
needs = ["second-address"]
tags = ["udp", "bind", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

namespace {

// 127.0.0.NUMBER in the form of the other address, with its port.
Address neighbour(const Address& other, std::uint8_t number) {
  const Address address = ipv4(127, 0, 0, number, other.port);
  return other.is_v4mapped() ? v4mapped(address) : address;
}

}  // namespace

CASE(udp4, udp_mapped) {
  require_second_local();
  Socket first = serving("first", {}, second_local());
  std::vector<Socket> others;
  others.reserve(10);
  for (std::uint8_t number = 3; number <= 12; ++number)
    others.push_back(serving("another", {}, neighbour(first.local(), number)));
  Socket newcomer = udp("newcomer");
  CLAIM(newcomer.bind(wildcard_address(first.port())), fails_with("EADDRINUSE"));
}
