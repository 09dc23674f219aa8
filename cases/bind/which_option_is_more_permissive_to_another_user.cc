/*---
claim = """SO_REUSEADDR is the more permissive option also where the newcomer is another user: wherever it
           and SO_REUSEPORT differ, it allows more."""
question = "Which option lets another user in more often, SO_REUSEADDR or SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "first sentence: a much older and more permissive option"}]
catalogue = ["ar-21"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "udp", "bind", "time-wait", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  CLAIM(more_permissive_option(reuseaddr, reuseport, process_of_another_user("newcomer")), "SO_REUSEADDR");
}
