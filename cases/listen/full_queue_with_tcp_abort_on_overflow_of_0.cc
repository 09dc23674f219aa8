/*---
claim = """With tcp_abort_on_overflow at 0, the last segment of a handshake is ignored if the queue of the
           listener is full."""
question = "What happens to a client when the accept queue is full and tcp_abort_on_overflow is 0?"
says = [{doc = "linux-ip-sysctl", at = "tcp_abort_on_overflow", on = ["linux"]}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "listen", "backlog", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_abort_on_overflow", "0"));
  CLAIM(answer_to_ack_at_full_queue(), "nothing");
}
