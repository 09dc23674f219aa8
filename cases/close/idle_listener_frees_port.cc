/*---
claim = "A listening socket to which nobody came goes to CLOSED at once when it is closed: the port is free."
question = "Is a port free at once after a listener that never had a connection is closed?"
says = [{doc = "fine-address-in-use", at = "Correct disconnection of the listening side, par. 1"},
        {doc = "node-net", at = "server.listen(): trying again after a second helps once the other one is gone"}]
disputed_by = [{doc = "go-net", at = "issue 13146: on DragonFly a listener that was closed cannot be opened again at once, although nobody had connected", on = ["dragonfly"], predicts = "EADDRINUSE"}]
catalogue = ["fi-13", "close-idle-listener", "go-dragonfly", "nd-retry"]
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
