/*---
claim = """Root is exempt from the test of users: beside a listener of another user on the wildcard, both
           with SO_REUSEADDR, it gets a specific address of the port and the traffic to it."""
question = "Can root take the connections of another user's wildcard server if both set SO_REUSEADDR?"
says = [{doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock: so_euid &&", on = ["openbsd"]},
        {doc = "xnu-in-pcb", at = "in_pcbbind: uid != 0", on = ["darwin"]},
        {doc = "netbsd-in-pcb", at = "inpcb_bind_port: ui_uid", on = ["netbsd"]},
        {doc = "freebsd-in-pcb", at = "in_pcbbind_setup: PRIV_NETINET_REUSEPORT", on = ["freebsd"]}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEADDR, sentence on INADDR_ANY", on = ["linux"], predicts = "bind: EADDRINUSE"}]
catalogue = ["x-root"]
needs = ["root", "two-processes", "second-user"]
tags = ["tcp", "wildcard", "hijack", "users", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  needs(is_root(), "root");
  Process elsewhere = process_of_another_user("ordinary user");
  Socket victim = serving("victim", {reuseaddr}, wildcard_address(), elsewhere);

  Socket thief = tcp("thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
