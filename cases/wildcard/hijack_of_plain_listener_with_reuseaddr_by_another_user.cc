/*---
claim = """A server without any option listens on the wildcard address; a process of another user sets
           SO_REUSEADDR, takes a specific address of the same port and receives what is sent there."""
question = "Can another user with SO_REUSEADDR take the connections of a wildcard server that set no option?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"}]
disputed_by = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "third table, Default then SO_REUSEADDR, wildcard then specific: ACCESS", on = ["winsock"], predicts = "bind: EACCES"},
               {doc = "xnu-in-pcb", at = "in_pcbbind, uid test", on = ["darwin"], predicts = "bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test", on = ["netbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock, so_euid test", on = ["openbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "wildcard", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
