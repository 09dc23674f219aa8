/*---
claim = """Hundreds or thousands of TIME_WAIT entries can stand at once: 2,000 connections that one side
           closed leave 2,000 entries."""
question = "Can there be 2,000 connections in TIME_WAIT at once?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, last paragraph"}]
disputed_by = [{doc = "linux-ip-sysctl", at = "tcp_max_tw_buckets: beyond the limit destroyed at once", on = ["linux"], predicts = ["fewer", "no entry"]}]
catalogue = ["fi-34"]
needs = ["tcp-state"]
tags = ["tcp", "time-wait", "tcp-state", "many"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  Socket listener = listening("listener");
  leave_entries(listener, 2000);

  int count = 0;
  const auto all_stand = [&] { return (count = entries(listener.port(), TcpState::time_wait)) >= 2000; };
  if (!poll_until(all_stand)) {
    // On a busy machine a segment comes twice now and then, which ends an entry (RFC 1337): some more take their places.
    leave_entries(listener, 10);
    poll_until(all_stand);
  }
  detail("entries", count);
  CLAIM(count >= 2000 ? "one entry each" : count == 0 ? "no entry" : "fewer", "one entry each");
}
