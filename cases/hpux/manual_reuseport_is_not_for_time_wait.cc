/*---
claim = """In the style of the HP-UX manual, SO_REUSEPORT is for datagram sockets only: set by the old server
           and the restarted one, it is no help over TIME_WAIT."""
question = "Is SO_REUSEPORT no help over TIME_WAIT, as the HP-UX manual says?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEPORT paragraph: SOCK_DGRAM", on = ["hpux"]},
  {doc = "nonstop-setsockopt-2", at = "SO_REUSEPORT: valid only for UDP ports", on = ["nonstop"]},
  {doc = "smartos-tcp-bind", at = "tcp_bindi: attempt_reuse only for BOUND or LISTEN", on = ["sunos"]},
]
disputed_by = [
  {doc = "python-list-2009", at = "Smith: ISTR HP-UX, which use SO_REUSEPORT instead", on = ["hpux"], predicts = "ok"},
  {doc = "linux-inet-connection-sock", at = "inet_bind_conflict, second branch", on = ["linux"], predicts = "ok"},
]
catalogue = ["py-4", "sm-rp-tw"]
tags = ["tcp", "time-wait", "SO_REUSEPORT", "hpux", "hpux-manual", "nonstop-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseport});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
