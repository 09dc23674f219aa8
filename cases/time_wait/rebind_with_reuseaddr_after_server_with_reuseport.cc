/*---
claim = """SO_REUSEADDR on the restarted server does not bind over the TIME_WAIT of a server that had set
           SO_REUSEPORT only."""
question = "Can a server with SO_REUSEADDR restart over TIME_WAIT of one that set only SO_REUSEPORT?"
says = [
  {doc = "linux-inet-connection-sock", at = "inet_bind_conflict, first and second branch", on = ["linux"]},
  {doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"]},
]
disputed_by = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: SO_REUSEADDR on the newcomer alone is enough over the TIME_WAIT of a server with SO_REUSEPORT", predicts = "ok"}]
catalogue = ["tw-reuseport-only", "so-ra-over-rp-tw"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseport});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
