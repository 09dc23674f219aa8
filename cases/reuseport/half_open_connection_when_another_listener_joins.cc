/*---
claim = """When a listener joins a SO_REUSEPORT group, a connection whose handshake is not complete may be
           reset."""
question = "Is a half-open connection lost when another listener joins a SO_REUSEPORT group?"
says = [{doc = "linux-tcp-7", at = "TCP_DEFER_ACCEPT: a listener is awakened only when data arrive", on = ["linux"], predicts = "first"},
        {doc = "lwn-542629", at = "Implementation: when a listener joins or leaves the group during a three-way handshake, that connection may be reset"}]
catalogue = ["lwn-join-resets"]
tags = ["tcp", "listen", "SO_REUSEPORT", "TCP_DEFER_ACCEPT", "race"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = listening("first", {reuseport, defer_accept});
  Socket client = tcp("client");
  GIVEN(client.connect(first.local()));
  Socket second = serving("second", {reuseport}, first.local());
  CLAIM(after_the_deferred_data(client, {&first, &second}), "reset");
}
