/*---
claim = """Towards a peer that is not on this machine TIME_WAIT lasts 60 seconds, here on the side of the
           server."""
question = "How long does TIME_WAIT towards another machine last on the server?"
says = [
  {doc = "netbsd-tcp-subr", at = "tcp_msl_remote: TCPTV_MSL, 30 s; TIME_WAIT is twice that", on = ["netbsd"]},
  {doc = "solaris-tunables", at = "tcp_time_wait_interval", on = ["sunos"]},
  {doc = "linux-tcp-h", at = "TCP_TIMEWAIT_LEN", on = ["linux"]},
  {doc = "hpux-tcp-performance", at = "p.76", on = ["hpux"]},
  {doc = "bernat-time-wait-2014", at = "Purpose: On Linux TIME_WAIT lasts one minute and no setting changes that"}
]
disputed_by = [
  {doc = "rfc9293", at = "3.6.1 (MUST-13): 2 MSL; 3.4.2: an MSL of 2 minutes", predicts = ["240 s", "no end seen"]},
  {doc = "aix-no", at = "tcp_timewait", on = ["aix"], predicts = "15 s"},
]
catalogue = ["s2-tw-length-remote", "il-tw-interval", "fi-12", "vb-60"]
needs = ["two-processes", "own-stack"]
tags = ["tcp", "time-wait", "duration", "remote"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  RemotePeer remote = remote_peer("remote peer");
  Connection connection = connected({}, remote.here, {}, {this_process(), remote.process});
  close_server_first(connection);

  CLAIM(time_wait_lasts(connection, timeout_for(130, 7200)), "60 s");
}
