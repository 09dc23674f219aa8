/*---
claim = "With fast_finwait2_recycle on, an orphan stays in FIN_WAIT_2 for finwait2_timeout, 60 seconds."
question = "How long does an orphan stay in FIN_WAIT_2 with fast_finwait2_recycle on?"
says = [
  {doc = "freebsd-tcp-4", at = "MIB variables, fast_finwait2_recycle and finwait2_timeout", on = ["freebsd"]},
]
catalogue = ["fb-finwait2"]
needs = ["own-stack"]
tags = ["tcp", "fin-wait-2", "duration", "settings"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.inet.tcp.fast_finwait2_recycle", "1"));
  Connection connection = connected();
  leave_orphan(connection);
  CLAIM(fin_wait_lasts(connection, timeout_for(130, 7200)), "60 s");
}
