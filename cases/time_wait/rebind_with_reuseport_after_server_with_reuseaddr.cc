/*---
claim = """SO_REUSEPORT on the restarted server does not bind over the TIME_WAIT of a server that had set
           SO_REUSEADDR only."""
question = "Can a server with SO_REUSEPORT restart over TIME_WAIT of one that set only SO_REUSEADDR?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict, second branch", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: SO_REUSEPORT on the newcomer alone does not bind over the TIME_WAIT of a socket without it"}]
catalogue = ["tw-reuseport-only", "so-rp-tw-new-only"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
