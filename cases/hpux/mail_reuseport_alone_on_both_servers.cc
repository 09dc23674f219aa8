/*---
claim = """In the style that the mail gives HP-UX, SO_REUSEPORT alone binds over TIME_WAIT: set by the old
           server and the restarted one."""
question = "Does SO_REUSEPORT on both servers bind over TIME_WAIT, as a mail says of HP-UX?"
says = [
  {doc = "python-list-2009", at = "Smith: ISTR HP-UX, which use SO_REUSEPORT instead", on = ["hpux"]},
  {doc = "linux-inet-connection-sock", at = "inet_bind_conflict, second branch", on = ["linux"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: SO_REUSEPORT on both binds over TIME_WAIT"}
]
disputed_by = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEPORT paragraph: datagram sockets", on = ["hpux"], predicts = "EADDRINUSE"},
  {doc = "smartos-tcp-bind", at = "tcp_bindi: attempt_reuse only for BOUND or LISTEN", on = ["sunos"], predicts = "EADDRINUSE"},
]
catalogue = ["py-4", "tw-reuseport-only", "sm-rp-tw", "so-rp-tw-both"]
tags = ["tcp", "time-wait", "hpux", "hpux-mail", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseport});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(address), succeeds());
}
