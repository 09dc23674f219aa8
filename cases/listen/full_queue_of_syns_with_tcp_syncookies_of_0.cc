/*---
claim = """A SYN is dropped if connections that are not complete fill the queue of the listener, and SYN
           cookies are off."""
question = "Is a SYN dropped if half-open connections fill the queue and SYN cookies are off?"
says = [{doc = "linux-ip-sysctl", at = "tcp_syncookies", on = ["linux"]}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "listen", "backlog", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_syncookies", "0"));
  CLAIM(answer_to_syn_at_full_queue(), "nothing");
}
