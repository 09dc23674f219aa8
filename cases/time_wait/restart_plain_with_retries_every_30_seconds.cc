/*---
claim = """Over the TIME_WAIT of an old server, trying the bind again at 30-second intervals succeeds in the
           end."""
question = "Does retrying bind() every 30 seconds succeed over TIME_WAIT?"
says = [{doc = "python-list-2009", at = "D'Oliveiro: retry at 30-second intervals"}]
catalogue = ["py-10"]
tags = ["tcp", "time-wait", "restart", "duration"]
slow = 140
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  // The restart takes so long that a try comes soon after the end of a TIME_WAIT of 60 seconds.
  poll_until([] { return false; }, 10);
  Socket again = tcp("restarted server");
  CLAIM(retry_every(
            30, [&] { return again.bind(address); }, timeout_for(130, 7200)),
        succeeds());
}
