/*---
claim = "shutdown() works on a listening socket: it stops to listen."
question = "Does shutdown() work on a listening socket?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req: after close() or shutdown()", on = ["linux"]}]
disputed_by = [{doc = "linux-shutdown-2", at = "ERRORS: ENOTCONN", on = ["linux"], predicts = "ENOTCONN"}]
catalogue = ["shutdown-listener"]
tags = ["tcp", "listen", "shutdown"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  CLAIM(listener.shutdown(How::both), succeeds());
}
