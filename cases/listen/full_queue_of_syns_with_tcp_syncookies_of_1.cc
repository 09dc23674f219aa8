/*---
claim = """A SYN is answered, by a cookie, if connections that are not complete fill the queue of the
           listener, and SYN cookies are on."""
question = "Is a SYN answered if half-open connections fill the queue and SYN cookies are on?"
says = [{doc = "linux-ip-sysctl", at = "tcp_syncookies", on = ["linux"]}]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "listen", "backlog", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_syncookies", "1"));
  CLAIM(answer_to_syn_at_full_queue(), "SYN-ACK");
}
