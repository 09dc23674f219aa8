/*---
claim = "The limit of orphans, tcp_max_orphans, is the system's: a stack of one's own has no such setting."
question = "Does a network namespace have its own tcp_max_orphans?"
says = [{doc = "linux-ip-sysctl", at = "tcp_max_orphans: held by system", on = ["linux"]}]
catalogue = ["tcp-max-orphans-global"]
needs = ["own-stack"]
tags = ["tcp", "orphan", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  needs(setting("net.ipv4.tcp_fin_timeout").has_value(), "settings as Linux has them");
  needs(stack_is_private(), "a stack of its own");
  OBSERVE(setting("net.ipv4.tcp_max_orphans") ? "there" : "not there");
}
