/*---
claim = """A listener of the wildcard address cannot be joined by another, unprivileged user, although both have set
           SO_REUSEPORT."""
question = "Can another user join a SO_REUSEPORT listener on the wildcard address?"
says = [{doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock: so_euid test before the reuse test", on = ["openbsd"]},
        {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"]},
        {doc = "linux-socket-7", at = "SO_REUSEPORT: same effective UID", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "Linux >= 3.9: all sockets that share by SO_REUSEPORT belong to processes of one effective user", on = ["linux"]},
        {doc = "lwn-542629", at = "third paragraph: later servers must have the effective user that the first one had when it was bound"}]
disputed_by = [{doc = "xnu-in-pcb", at = "in_pcbbind, uid test: wildcard pair exempt", on = ["darwin"], predicts = "ok"},
               {doc = "gvisor-ports", at = "Flags: no user in it", on = ["gvisor"], predicts = "ok"}]
catalogue = ["ob-euid", "fb-rp-uid", "mac-rp-uid", "gv-rp-uid", "so-l39-euid", "lwn-euid"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "wildcard", "hijack", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseport}, wildcard_address());

  Socket thief = tcp(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(join_outcome(thief, victim, wildcard_address(victim.port())), "bind: EADDRINUSE");
}
