/*---
claim = """TIME_WAIT holds the port of the server that closed first for several minutes; how long differs
           between systems."""
question = "How long does TIME_WAIT last on the server?"
says = [
  {doc = "fine-address-in-use", at = "Correct shutdown, paragraph after the list: several minutes", predicts = ["120 s", "150 s", "180 s", "240 s", "300 s", "no end seen"]},
  {doc = "rfc9293", at = "3.6.1 (MUST-13): 2 MSL; 3.4.2: an MSL of 2 minutes", predicts = ["240 s", "no end seen"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: that time is often two minutes by default"},
  {doc = "stackoverflow-13088864", at = "answer 3760186: TIME_WAIT lasts several minutes"},
  {doc = "devopsdaily-reuse-2025", at = "SO_REUSEADDR: TIME_WAIT lasts 60 to 120 seconds", predicts = ["60 s", "120 s"]}
]
disputed_by = [
  {doc = "linux-tcp-h", at = "TCP_TIMEWAIT_LEN", on = ["linux"], predicts = "60 s"},
  {doc = "gvisor-tcp", at = "DefaultTCPTimeWaitTimeout", on = ["gvisor"], predicts = "60 s"},
  {doc = "solaris-tunables", at = "tcp_time_wait_interval", on = ["sunos"], predicts = "60 s"},
  {doc = "hpux-tcp-performance", at = "p.76", on = ["hpux"], predicts = "60 s"},
  {doc = "netbsd-tcp-subr", at = "tcp_msl_loop", on = ["netbsd"], predicts = "2 s"},
  {doc = "aix-no", at = "tcp_timewait", on = ["aix"], predicts = "15 s"},
  {doc = "bernat-time-wait-2014", at = "Purpose: On Linux TIME_WAIT lasts one minute and no setting changes that", predicts = "60 s"},
  {doc = "wikipedia-tcp", at = "Protocol operation: TIME_WAIT lasts up to four minutes (two maximum segment lifetimes)", predicts = "240 s"}
]
catalogue = ["fi-12", "nb-tw2", "il-tw-interval", "aix-tw", "tw-60s", "so-tw-two-minutes", "vb-60",
             "sl-minutes", "wk-four", "dd-length"]
tags = ["tcp", "time-wait", "duration"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  close_server_first(connection);

  CLAIM(time_wait_lasts(connection, timeout_for(130, 7200)), "120 s");
}
