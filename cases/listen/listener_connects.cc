/*---
claim = "connect() on a socket that listens fails, since it is in use already."
question = "Can a listening socket connect?"
says = [{doc = "linux-connect-2", at = "ERRORS EISCONN", on = ["linux"]}]
disputed_by = [{doc = "posix-2017-connect", at = "ERRORS, may fail: EOPNOTSUPP", predicts = "EOPNOTSUPP"}]
catalogue = ["connect-on-listening"]
tags = ["tcp", "listen", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket listener = listening("listener");
  CLAIM(listener.connect(destination.local()), fails_with("EISCONN"));
}
