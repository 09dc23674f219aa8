/*---
claim = """SO_REUSEADDR on the old server alone does not open its port in TIME_WAIT to a restarted server
           without it."""
question = "Is SO_REUSEADDR on the old server enough to restart one without it?"
says = [{doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"]}]
catalogue = ["tw-rebind-needs-flag-on-old-socket"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp("restarted server");
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
