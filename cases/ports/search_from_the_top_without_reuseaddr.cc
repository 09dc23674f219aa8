/*---
claim = """Without SO_REUSEADDR, a program that looks for a free reserved port from the top passes over the
           port that is in TIME_WAIT and gets another one."""
question = "Does a search for a free port without SO_REUSEADDR skip a port in TIME_WAIT?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on the reserved port: must refuse to use the SO_REUSEADDR option"}]
catalogue = ["fi-29"]
needs = ["root", "tcp-state"]
tags = ["tcp", "ports", "reserved", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Connection old = leave_reserved_port_in_time_wait();

  Socket again = tcp("client again");
  GIVEN(bind_from_the_top(again, wildcard_address()));
  CLAIM(again.port() == old.client_address.port ? "same port" : "another port", "another port");
}
