/*---
claim = """SO_REUSEADDR on the restarted server is enough to bind at once over TIME_WAIT; the old server had
           set nothing."""
question = "Can a server with SO_REUSEADDR restart over TIME_WAIT if the old one had not set it?"
says = [
  {doc = "python-list-2009", at = "Smith: using SO_REUSEADDR is pretty safe"},
  {doc = "freebsd-in-pcb", at = "in_pcbbind_setup: the options of the newcomer", on = ["freebsd"]},
]
disputed_by = [{doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["py-2", "tw-rebind-needs-flag-on-old-socket"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), succeeds());
}
