/*---
claim = """TIME_WAIT holds the port of a server for several minutes after it ended: so long a bind without
           any option fails."""
question = "How long after a server ended can its port be bound again without any option?"
says = [
  {doc = "fine-address-in-use", at = "Correct shutdown, paragraph after the list: several minutes", predicts = ["120 s", "150 s", "180 s", "240 s", "300 s", "no end seen"]},
  {doc = "rfc9293", at = "3.6.1 (MUST-13): 2 MSL; 3.4.2: an MSL of 2 minutes", predicts = ["240 s", "no end seen"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: that time is often two minutes by default"},
  {doc = "stackoverflow-13088864", at = "answer 3760186: TIME_WAIT lasts several minutes"}
]
disputed_by = [
  {doc = "linux-tcp-h", at = "TCP_TIMEWAIT_LEN", on = ["linux"], predicts = "60 s"},
  {doc = "gvisor-tcp", at = "DefaultTCPTimeWaitTimeout", on = ["gvisor"], predicts = "60 s"},
  {doc = "solaris-tunables", at = "tcp_time_wait_interval", on = ["sunos"], predicts = "60 s"},
  {doc = "hpux-tcp-performance", at = "p.76", on = ["hpux"], predicts = "60 s"},
  {doc = "netbsd-tcp-subr", at = "tcp_msl_loop", on = ["netbsd"], predicts = "2 s"},
  {doc = "aix-no", at = "tcp_timewait", on = ["aix"], predicts = "15 s"},
  {doc = "beej-bgnet", at = "bind(): it clears in a minute or so", predicts = "60 s"}
]
catalogue = ["fi-12", "so-tw-two-minutes", "bj-minute", "sl-minutes"]
tags = ["tcp", "time-wait", "duration", "restart"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  const double limit = timeout_for(130, 7200);
  CLAIM(duration(seconds_until_plain_bind(address, limit), limit), "120 s");
}
