/*---
claim = """A UDP server with SO_REUSEADDR on the wildcard address can be hijacked: a process of another user
           that sets the option and binds a specific address of that port takes its datagrams."""
question = "Can another user steal the datagrams of a UDP server with SO_REUSEADDR?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both sk_reuse, whatever the user"},
        {doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "lwn-542629", at = "SO_REUSEADDR: SO_REUSEADDR does not keep another user from a UDP port"},
        {doc = "stackoverflow-577905", at = "577905: it may serve to intercept data"}]
disputed_by = [{doc = "netbsd-in-pcb", at = "in_pcbbind_port, the uid test", predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail, the uid test", predicts = "bind: EADDRINUSE"},
               {doc = "xnu-in-pcb", at = "in_pcbbind, the uid test", on = ["darwin"], predicts = "bind: EADDRINUSE"}]
catalogue = ["udp-reuseaddr-specific-steals", "lwn-ra-udp-hijack", "su-intercept"]
needs = ["two-processes", "second-user"]
tags = ["udp", "wildcard", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = serving("victim", {reuseaddr}, wildcard_address());
  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
