/*---
claim = """Before the owner of the wildcard listens, another user with SO_REUSEADDR binds a specific address
           of its port and listens there; the owner then cannot listen."""
question = "Can another user take a port between the bind() and the listen() of a SO_REUSEADDR server?"
says = [{doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"]},
        {doc = "linux-listen-2", at = "ERRORS EADDRINUSE, first entry", on = ["linux"]}]
disputed_by = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "third table, SO_REUSEADDR then SO_REUSEADDR, wildcard then specific: Success", on = ["winsock"], predicts = "ok"},
               {doc = "xnu-in-pcb", at = "in_pcbbind, uid test", on = ["darwin"], predicts = "thief's bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test", on = ["netbsd"], predicts = "thief's bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock, so_euid test", on = ["openbsd"], predicts = "thief's bind: EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"], predicts = "thief's bind: EADDRINUSE"}]
catalogue = ["tcp-reuseaddr-wildcard-bound-allows-specific"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "wildcard", "listen", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket owner = tcp("owner");
  Socket thief = tcp(intruder, "thief");
  GIVEN(owner.set(reuseaddr));
  GIVEN(thief.set(reuseaddr));
  GIVEN(owner.bind(wildcard_address()));
  const Address specific = loopback(owner.port());
  const Outcome refused = first_failure_of({{"thief's bind", [&] { return thief.bind(specific); }},
                                            {"thief's listen", [&] { return thief.listen(); }},
                                            {"owner's listen", [&] { return owner.listen(); }}});
  CLAIM(with_receiver(refused, owner, thief, specific), "owner's listen: EADDRINUSE");
}
