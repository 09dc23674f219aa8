/*---
claim = """TIME_WAIT holds the port of the client that closed first for several minutes; how long differs
           between systems."""
question = "How long does TIME_WAIT last on the client?"
says = [
  {doc = "fine-address-in-use", at = "Correct shutdown, paragraph after the list: several minutes", predicts = ["120 s", "150 s", "180 s", "240 s", "300 s", "no end seen"]},
  {doc = "rfc9293", at = "3.6.1 (MUST-13): 2 MSL; 3.4.2: an MSL of 2 minutes", predicts = ["240 s", "no end seen"]},
]
disputed_by = [
  {doc = "linux-tcp-h", at = "TCP_TIMEWAIT_LEN", on = ["linux"], predicts = "60 s"},
  {doc = "gvisor-tcp", at = "DefaultTCPTimeWaitTimeout", on = ["gvisor"], predicts = "60 s"},
  {doc = "solaris-tunables", at = "tcp_time_wait_interval", on = ["sunos"], predicts = "60 s"},
  {doc = "hpux-tcp-performance", at = "p.76", on = ["hpux"], predicts = "60 s"},
  {doc = "netbsd-tcp-subr", at = "tcp_msl_loop", on = ["netbsd"], predicts = "2 s"},
  {doc = "aix-no", at = "tcp_timewait", on = ["aix"], predicts = "15 s"},
  {doc = "haproxy-manual", at = "max-reuse: an outgoing port in TIME_WAIT cannot be used again for about a minute on modern systems", predicts = "60 s"}
]
catalogue = ["fi-12", "nb-tw2", "il-tw-interval", "aix-tw", "tw-60s", "ha-tw-minute"]
tags = ["tcp", "time-wait", "duration"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  close_client_first(connection);

  CLAIM(time_wait_lasts(connection, timeout_for(130, 7200)), "120 s");
}
