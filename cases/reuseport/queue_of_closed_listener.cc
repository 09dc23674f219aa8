/*---
claim = """When one listener of a SO_REUSEPORT group closes, the connections that wait in its queue are reset, as long
           as their migration (net.ipv4.tcp_migrate_req) is off."""
question = "What happens to clients in the queue of a SO_REUSEPORT listener that closes?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req, first paragraph: aborted", on = ["linux"]}]
disputed_by = [{doc = "dragonfly-tcp-subr", at = "comment: Pending socket/syncache inheritance", on = ["dragonfly"], predicts = "passed on"}]
catalogue = ["reuseport-group-change-reset", "s2-dfly-queue-inherit"]
tags = ["tcp", "listen", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  needs(setting("net.ipv4.tcp_migrate_req").value_or("0") == "0", "net.ipv4.tcp_migrate_req to be off");
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  CLAIM(pending_queue_outcome(first, second, first.local()), "reset");
}
