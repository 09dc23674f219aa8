/*---
claim = """A UDP socket that is bound to the broadcast address of the loopback device can send; from which address is said
           nowhere."""
question = "From which address does a UDP socket that is bound to the broadcast address send?"
says = [{doc = "linux-ip-7", at = "Address format: INADDR_BROADCAST (silent on sending from one)", on = ["linux"]}]
tags = ["udp", "broadcast"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4) {
  Socket receiver = serving("receiver", {}, loopback());
  Socket sender = make_socket("sender");
  needs(sender.bind(ipv4(127, 255, 255, 255)).is_ok(), "sockets that are bound to a broadcast address");
  const Outcome sent = sender.send_to(receiver.local(), "hello");
  const Address from = sent.is_ok() ? receiver.receive().from : Address{};
  OBSERVE(!sent.is_ok() ? sent : from.at(0) == loopback4() ? "the loopback address" : "another address");
}
