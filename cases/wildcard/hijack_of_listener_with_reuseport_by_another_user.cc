/*---
claim = """A server with SO_REUSEPORT listens on the wildcard address; a process of another user sets
           SO_REUSEPORT, takes a specific address of the same port and receives what is sent there."""
question = "Can another user take the connections of a wildcard server if both set SO_REUSEPORT?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEPORT: same effective UID, to prevent port hijacking", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "xnu-in-pcb", at = "in_pcbbind, uid test", on = ["darwin"], predicts = "bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test", on = ["netbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock, so_euid test", on = ["openbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"], predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Linux >= 3.9: all sockets that share by SO_REUSEPORT belong to processes of one effective user", on = ["linux"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32", "so-l39-euid"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "wildcard", "hijack", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseport}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
