/*---
claim = """A listening socket with SO_REUSEADDR that was shut down is an open socket that does not listen:
           another one with SO_REUSEADDR may bind its port, listens there and receives the connections."""
says = [{doc = "linux-socket-7", at = "SO_REUSEADDR, active listening socket", on = ["linux"]}]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listener", "shutdown", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = listening("first", {reuseaddr}, loopback(free_port()));
  const Address address = first.local();  // shutdown() may take it away
  detail("shutdown", first.shutdown(How::both).text());
  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(hijack(first, second, address), "stolen");
}
