/*---
claim = """A server with SO_REUSEPORT receives on the wildcard address; a process of another user sets
           SO_REUSEPORT, takes a specific address of the same port and receives what is sent there."""
question = "Can another user take the datagrams of a wildcard UDP server if both set SO_REUSEPORT?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEPORT: same effective UID, to prevent port hijacking", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "xnu-in-pcb", at = "in_pcbbind, uid test", on = ["darwin"], predicts = "bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test", on = ["netbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock, so_euid test", on = ["openbsd"], predicts = "bind: EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32"]
needs = ["two-processes", "second-user"]
tags = ["udp", "wildcard", "hijack", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseport}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
