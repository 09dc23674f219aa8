/*---
claim = """With net.ipv4.tcp_migrate_req on, the connections that wait in the queue of a SO_REUSEPORT listener that
           closes move to another listener of the group, which accepts them."""
question = "Does tcp_migrate_req move the clients of a closed SO_REUSEPORT listener to another one?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req, second and third paragraph", on = ["linux"]}]
catalogue = ["tcp-migrate-req"]
needs = ["own-stack"]
tags = ["tcp", "listen", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_migrate_req", "1"));
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  CLAIM(pending_queue_outcome(first, second, first.local()), "passed on");
}
