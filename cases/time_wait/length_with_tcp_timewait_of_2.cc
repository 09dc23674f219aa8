/*---
claim = "The setting tcp_timewait counts in units of 15 seconds: at 2, TIME_WAIT lasts 30 seconds."
question = "How long does TIME_WAIT last with tcp_timewait = 2?"
says = [{doc = "aix-no", at = "tcp_timewait", on = ["aix"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: on most systems that time can be set for the whole system"}]
catalogue = ["aix-tw", "fi-40", "so-tw-setting"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "duration", "settings"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("tcp_timewait", "2"));
  Connection connection = connected();
  close_server_first(connection);

  CLAIM(time_wait_lasts(connection, timeout_for(130, 7200)), "30 s");
}
