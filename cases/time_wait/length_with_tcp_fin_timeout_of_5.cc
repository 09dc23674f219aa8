/*---
claim = """The setting that is widely believed to shorten TIME_WAIT does not: with tcp_fin_timeout at 5
           seconds it lasts 60 seconds."""
question = "Does tcp_fin_timeout shorten TIME_WAIT?"
says = [
  {doc = "linux-tcp-h", at = "TCP_TIMEWAIT_LEN", on = ["linux"]},
  {doc = "linux-ip-sysctl", at = "tcp_fin_timeout: FIN_WAIT_2 only", on = ["linux"]},
  {doc = "bernat-time-wait-2014", at = "Purpose: On Linux TIME_WAIT lasts one minute and no setting changes that"}
]
disputed_by = [{doc = "fine-address-in-use", at = "Timeout reduction: a system setting reduces it (none is named)", on = ["linux"], predicts = "5 s"}]
catalogue = ["tw-60s", "fi-40", "vb-60"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "duration", "settings"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_fin_timeout", "5"));
  Connection connection = connected();
  close_server_first(connection);

  CLAIM(time_wait_lasts(connection, timeout_for(130, 7200)), "60 s");
}
