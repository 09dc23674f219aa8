/*---
claim = """A handshake by SYN cookie ends in a reset if another listener joins the SO_REUSEPORT group before it is
           complete."""
question = "Does a joining SO_REUSEPORT listener break handshakes that use SYN cookies?"
says = [{doc = "envoy-listener", at = "reuse_port: connections may be rejected while the number of sockets changes (before Linux 4.19)", on = ["linux"]}]
disputed_by = [{doc = "linux-sock-reuseport", at = "reuseport_get_id, synq_overflow_ts: the group remembers that it sent cookies", on = ["linux"], predicts = "passed on"}]
catalogue = ["en-419"]
needs = ["own-stack", "packets"]
tags = ["tcp", "scripted-peer", "listen", "race", "settings", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_syncookies", "2"));
  CLAIM(handshakes_beside_a_newcomer(), "reset");
}
