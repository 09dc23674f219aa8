/*---
claim = "A SO_REUSEPORT_LB group on the wildcard address cannot be joined by another, unprivileged user."
question = "Can another user join a SO_REUSEPORT_LB group on the wildcard address?"
says = [{doc = "freebsd-in-pcb", at = "in_pcbbind_avail: the user test for SO_REUSEPORT_LB (changed at the end of 2024)", on = ["freebsd"]}]
needs = ["two-processes", "second-user"]
tags = ["tcp", "wildcard", "hijack", "users", "SO_REUSEPORT_LB"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseport_lb}, wildcard_address());
  Socket thief = tcp(intruder, "thief");
  GIVEN(thief.set(reuseport_lb));
  CLAIM(join_outcome(thief, victim, wildcard_address(victim.port())), "bind: EADDRINUSE");
}
