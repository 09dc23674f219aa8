/*---
claim = """The 4-tuple exception, first half: with a port in TIME_WAIT towards one destination, SO_REUSEADDR
           lets it be bound and connected to another destination, here another port."""
question = "Can a client with SO_REUSEADDR use its port in TIME_WAIT to reach another server?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on port 1010"},
        {doc = "bernat-time-wait-2014", at = "Connection table slot: more server ports or more addresses at either end give more connections in the same minute"}]
disputed_by = [{doc = "wikipedia-tcp", at = "Connection termination: during that time its local port is not available for new connections", predicts = ["EADDRINUSE", "EADDRNOTAVAIL"]}]
catalogue = ["fi-24", "vb-more-servers", "wk-port"]
tags = ["tcp", "time-wait", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection old = connected({}, loopback(), {reuseaddr});
  Socket elsewhere = listening("another destination");
  close_client_first(old);

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(old.client_address));
  CLAIM(again.connect(elsewhere.local()), succeeds());
}
