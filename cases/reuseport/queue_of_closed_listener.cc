/*---
claim = """When one listener of a SO_REUSEPORT group closes, the connections that wait in its queue are reset, as long
           as their migration (net.ipv4.tcp_migrate_req) is off."""
question = "What happens to clients in the queue of a SO_REUSEPORT listener that closes?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req, first paragraph: aborted", on = ["linux"]},
        {doc = "lwn-542629", at = "Implementation: when a listener leaves the group, connections that were given to it are lost"},
        {doc = "nginx-listen", at = "commit that added reuseport (2015-05): On Linux requests given to a socket are reset when it is closed; not on DragonFly BSD", on = ["linux"]}]
disputed_by = [{doc = "dragonfly-tcp-subr", at = "comment: Pending socket/syncache inheritance", on = ["dragonfly"], predicts = "passed on"}]
catalogue = ["reuseport-group-change-reset", "s2-dfly-queue-inherit", "lwn-leave-resets", "nx-commit-reset"]
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
