/*---
claim = """The TIME_WAIT of a server of one user, with SO_REUSEADDR, is not open to a server of another user
           with SO_REUSEADDR."""
question = "Can another user's server with SO_REUSEADDR bind over the TIME_WAIT of mine?"
says = [
  {doc = "xnu-in-pcb", at = "in_pcbbind, INPLOOKUP_WILDCARD lookup", on = ["darwin"]},
  {doc = "netbsd-in-pcb", at = "inpcb_bind_port: vestige uid", on = ["netbsd"]},
  {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock", on = ["openbsd"]},
]
catalogue = ["mac-tw-uid"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "time-wait", "users", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process stranger = process_of_another_user("stranger");
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp(stranger, "stranger's server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
