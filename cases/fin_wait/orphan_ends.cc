/*---
claim = """Some older systems have no timeout for FIN_WAIT_2: the closed end of a connection whose peer is
           alive and never closes stays in that state for ever."""
question = "Can a closed socket stay in FIN_WAIT_2 for ever if the peer never closes?"
says = [
  {doc = "fine-address-in-use", at = "Unexpected shutdown of the remote side: some older operating systems"},
  {doc = "hpux-tcp-performance", at = "p. 70, tcp_fin_wait_2_timeout is 0, indefinite", on = ["hpux"]},
  {doc = "apache-fin-wait-2", at = "What is the FIN_WAIT_2 state: on many systems, until it is rebooted"},
  {doc = "cloudflare-violation-2016", at = "title: ending FIN_WAIT_2 by a timer goes against the TCP specification, which keeps it until the peer's FIN (unchecked)"}
]
disputed_by = [{doc = "linux-ip-sysctl", at = "tcp_fin_timeout", on = ["linux"], predicts = "60 s"},
               {doc = "gvisor-tcp", at = "DefaultTCPLingerTimeout", on = ["gvisor"], predicts = "60 s"},
               {doc = "cloudflare-violation-2016", at = "root cause: a client that closed while the server never does leaves FIN_WAIT_2 after about a minute and keeps nothing", predicts = "60 s"}]
catalogue = ["fi-19", "s2-fw2-orphan", "hpx-fw2-none", "cv-orphan-gone", "cv-violation"]
tags = ["tcp", "fin-wait-2", "duration", "hpux"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  leave_orphan(connection);
  CLAIM(fin_wait_lasts(connection, timeout_for(130, 7200)), "no end seen");
}
