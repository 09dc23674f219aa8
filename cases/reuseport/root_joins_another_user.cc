/*---
claim = """The test of users holds for root as well: it is refused a port that another user's listener with
           SO_REUSEPORT has."""
question = "Can root join the SO_REUSEPORT listener of another user?"
says = [{doc = "lwn-542629", at = "third paragraph: that goes for root as well: it is not exempt"}]
catalogue = ["lwn-euid-root"]
needs = ["two-processes", "second-user", "root"]
tags = ["tcp", "users", "sharing", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  needs(is_root(), "root");
  Process owner = process_of_another_user("owner");
  Socket victim = serving("victim", {reuseport}, loopback(), owner);
  Socket newcomer = tcp("root's socket");
  GIVEN(newcomer.set(reuseport));
  CLAIM(join_outcome(newcomer, victim, victim.local()), "bind: EADDRINUSE");
}
