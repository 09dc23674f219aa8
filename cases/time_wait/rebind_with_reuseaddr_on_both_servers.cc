/*---
claim = "SO_REUSEADDR set by the old server and by the restarted one lets it bind at once over TIME_WAIT."
question = "Can a server restart over TIME_WAIT if old and new set SO_REUSEADDR?"
says = [
  {doc = "python-list-2009", at = "Smith: using SO_REUSEADDR is pretty safe"},
  {doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"]},
  {doc = "linux-ip-7", at = "DESCRIPTION: unless SO_REUSEADDR has been set", on = ["linux"]},
]
catalogue = ["py-3", "tw-rebind-needs-flag-on-old-socket"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), succeeds());
}
