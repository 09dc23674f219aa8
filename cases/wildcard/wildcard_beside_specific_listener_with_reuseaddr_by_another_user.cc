/*---
claim = """A server with SO_REUSEADDR listens on a specific address; a process of another user takes the
           wildcard of the same port with the same option, and does not receive what is sent to that
           address."""
question = "Can another user listen on the wildcard beside a specific server, both with SO_REUSEADDR?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "third table, SO_REUSEADDR then SO_REUSEADDR, specific then wildcard: Success", on = ["winsock"]}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict: TCP_LISTEN, with inet_rcv_saddr_equal", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "xnu-in-pcb", at = "in_pcbbind, uid test", on = ["darwin"], predicts = "bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test", on = ["netbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock, so_euid test", on = ["openbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-33"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "wildcard", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseaddr}, loopback());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "not stolen");
}
