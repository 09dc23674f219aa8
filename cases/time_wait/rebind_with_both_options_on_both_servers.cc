/*---
claim = """SO_REUSEADDR and SO_REUSEPORT set by the old server and by the restarted one let it bind over
           TIME_WAIT."""
question = "Can a server restart over TIME_WAIT if old and new set SO_REUSEADDR and SO_REUSEPORT?"
says = [{doc = "python-list-2009", at = "Smith: worth trying SO_REUSEPORT (or both)"},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: both options may be set on one socket"}]
catalogue = ["py-5", "so-both-allowed"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr, reuseport});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(address), succeeds());
}
