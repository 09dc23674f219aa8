/*---
claim = """The 4-tuple exception, first half: with a port in TIME_WAIT towards one destination, SO_REUSEADDR
           lets it be bound and connected to another destination, here the same port of another address."""
question = "Can a client with SO_REUSEADDR use its port in TIME_WAIT to reach another address?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on port 1010"},
        {doc = "bernat-time-wait-2014", at = "Connection table slot: more server ports or more addresses at either end give more connections in the same minute"}]
catalogue = ["fi-24", "vb-more-servers"]
needs = ["second-address"]
tags = ["tcp", "time-wait", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Connection old = connected({}, wildcard_address(), {reuseaddr});
  close_client_first(old);

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(old.client_address));
  CLAIM(again.connect(second_local(old.listener.port())), succeeds());
}
