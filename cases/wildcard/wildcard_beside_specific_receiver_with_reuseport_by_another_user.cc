/*---
claim = """A server with SO_REUSEPORT receives on a specific address; a process of another user that sets it
           too is refused the wildcard of the same port."""
question = "Can another user bind the UDP wildcard beside a specific receiver, both with SO_REUSEPORT?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT: same effective UID, to prevent port hijacking", on = ["linux"]},
        {doc = "xnu-in-pcb", at = "in_pcbbind, uid test", on = ["darwin"]},
        {doc = "netbsd-in-pcb", at = "inpcb_bind_port, uid test", on = ["netbsd"]},
        {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail_lock, so_euid test", on = ["openbsd"]},
        {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, uid block", on = ["freebsd"]}]
catalogue = ["fi-33"]
needs = ["two-processes", "second-user"]
tags = ["udp", "wildcard", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseport}, loopback());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseport));
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "bind: EADDRINUSE");
}
