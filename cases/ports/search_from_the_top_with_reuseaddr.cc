/*---
claim = """A program that looks for a free reserved port from the top, with SO_REUSEADDR, gets the same port
           each time, even while that port is in TIME_WAIT."""
question = "Does a search for a free port with SO_REUSEADDR return the same port while it is in TIME_WAIT?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on the reserved port (<1024)"}]
catalogue = ["fi-27"]
needs = ["root", "tcp-state"]
tags = ["tcp", "ports", "reserved", "time-wait", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Connection old = leave_reserved_port_in_time_wait({reuseaddr});

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(bind_from_the_top(again, wildcard_address()));
  CLAIM(again.port() == old.client_address.port ? "same port" : "another port", "same port");
}
