/*---
claim = "SO_LINGER changes how long TIME_WAIT lasts for one socket: with five seconds it lasts 5 seconds."
question = "Does SO_LINGER change how long TIME_WAIT lasts?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: SO_LINGER makes that time shorter or longer for one socket"}]
catalogue = ["so-tw-so-linger"]
tags = ["tcp", "time-wait", "duration", "SO_LINGER"]
slow = 62.5
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(5));
  close_server_first(connection);
  CLAIM(time_wait_lasts(connection, timeout_for(70, 300)), "5 s");
}
