/*---
claim = """In the style that the mail gives HP-UX, SO_REUSEPORT alone binds over TIME_WAIT: set by the
           restarted server only."""
question = "Does SO_REUSEPORT on the new server alone bind over TIME_WAIT, as a mail says of HP-UX?"
says = [
  {doc = "python-list-2009", at = "Smith: ISTR HP-UX, which use SO_REUSEPORT instead", on = ["hpux"]},
  {doc = "gvisor-ports", at = "destToCounter.intersectionFlags", on = ["gvisor"]},
  {doc = "libuv-docs", at = "udp.c: comment: on the BSDs SO_REUSEPORT includes SO_REUSEADDR", on = ["freebsd", "openbsd", "netbsd", "darwin"]}
]
disputed_by = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEPORT paragraph: datagram sockets", on = ["hpux"], predicts = "EADDRINUSE"},
  {doc = "linux-inet-connection-sock", at = "inet_bind_conflict, second branch", on = ["linux"], predicts = "EADDRINUSE"},
  {doc = "smartos-tcp-bind", at = "tcp_bindi: attempt_reuse only for BOUND or LISTEN", on = ["sunos"], predicts = "EADDRINUSE"},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: SO_REUSEPORT on the newcomer alone does not bind over the TIME_WAIT of a socket without it", predicts = "EADDRINUSE"}
]
catalogue = ["py-4", "gv-rp-tw", "sm-rp-tw", "so-rp-tw-new-only", "uv-bsd-implies"]
tags = ["tcp", "time-wait", "hpux", "hpux-mail", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(address), succeeds());
}
