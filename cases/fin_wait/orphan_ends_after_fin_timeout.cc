/*---
claim = """tcp_fin_timeout says how long an orphaned connection, one that no application refers to, stays in
           FIN_WAIT_2: here five seconds."""
question = "Does tcp_fin_timeout limit how long a closed socket stays in FIN_WAIT_2?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_fin_timeout: before it is aborted at the local end", on = ["linux"]},
  {doc = "linux-tcp-7", at = "tcp_fin_timeout", on = ["linux"]},
]
catalogue = ["finwait2-orphan-timeout"]
needs = ["own-stack"]
tags = ["tcp", "fin-wait-2", "duration", "settings"]
slow = 9
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_fin_timeout", "5"));
  Connection connection = connected();
  leave_orphan(connection);
  CLAIM(fin_wait_lasts(connection, 9), "5 s");
}
