/*---
claim = "A listening socket to which nobody came goes to CLOSED at once when it is closed: the port is free."
question = "Is a port free at once after a listener that never had a connection is closed?"
says = [{doc = "fine-address-in-use", at = "Correct disconnection of the listening side, par. 1"}]
catalogue = ["fi-13", "close-idle-listener"]
tags = ["tcp", "listen", "close"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  const Address address = listener.local();
  GIVEN(listener.close());

  Socket again = tcp("again");
  CLAIM(again.bind(address), succeeds());
}
