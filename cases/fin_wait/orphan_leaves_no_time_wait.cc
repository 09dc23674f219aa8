/*---
claim = """An orphan whose FIN_WAIT_2 timeout (two seconds here) ran out is aborted: no TIME_WAIT follows, and
           a plain socket binds the port at once."""
question = "Is the port free at once when FIN_WAIT_2 of a closed socket has timed out?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_fin_timeout: before it is aborted at the local end", on = ["linux"]},
  {doc = "cloudflare-violation-2016", at = "root cause: a client that closed while the server never does leaves FIN_WAIT_2 after about a minute and keeps nothing"}
]
catalogue = ["finwait2-orphan-timeout", "cv-orphan-gone"]
needs = ["own-stack"]
tags = ["tcp", "fin-wait-2", "time-wait", "settings"]
slow = 9
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_fin_timeout", "2"));
  Connection connection = connected();
  const Address address = connection.listener.local();
  leave_orphan(connection);
  GIVEN(fin_wait_lasts(connection, 9), is_not("no end seen"));

  Socket plain = tcp("plain");
  CLAIM(plain.bind(address), succeeds());
}
