/*---
claim = """SO_REUSEADDR and SO_REUSEPORT together on the restarted server bind over TIME_WAIT; the old server
           had set nothing."""
question = "Can a server with SO_REUSEADDR and SO_REUSEPORT restart if the old one set neither?"
says = [{doc = "python-list-2009", at = "Smith: worth trying SO_REUSEPORT (or both)"}]
disputed_by = [{doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["py-5"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(address), succeeds());
}
