/*---
claim = """A server with SO_REUSEADDR listens on the wildcard address; a process of another user sets
           SO_REUSEADDR, takes a specific address of the same port and receives what is sent there."""
question = "Can another user take the connections of a wildcard server if both set SO_REUSEADDR?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "third table, SO_REUSEADDR then SO_REUSEADDR, wildcard then specific: Success", on = ["winsock"]},
        {doc = "gvisor-ports", at = "TupleOnlyFlag, isAvailable", on = ["gvisor"]},
        {doc = "unix-socket-faq", at = "4.11: it is a risk: another server can bind the port at a specific address beside the wildcard"}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEADDR, sentence on INADDR_ANY", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "xnu-in-pcb", at = "in_pcbbind, uid test", on = ["darwin"], predicts = "bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test", on = ["netbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock, so_euid test", on = ["openbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32", "gv-ra-listen-spec", "fq-risk"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "wildcard", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseaddr}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
