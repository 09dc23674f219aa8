/*---
claim = "A control: a datagram sent over the loopback device arrives."
question = "Do datagrams arrive over the loopback device?"
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4) {
  Socket receiver = serving("receiver", {}, loopback());
  Socket sender = udp("sender");
  GIVEN(sender.send_to(receiver.local(), "hello"));
  CLAIM(receiver.receive().text, data("hello"));
}
