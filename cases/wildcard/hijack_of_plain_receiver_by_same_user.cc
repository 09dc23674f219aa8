/*---
claim = """A server without any option receives on the wildcard address; a process of the same user takes a
           specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the datagrams of a wildcard UDP server without any option?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then Default, wildcard then specific: Success", on = ["winsock"]},
        {doc = "dotnet-socket", at = "remarks: without exclusive use several sockets bind one port; the one with the more specific address gets the traffic (unchecked)", on = ["winsock"]}]
disputed_by = [{doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): while a plain socket holds the wildcard address, no specific address of that port can be bound", predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 4: wildcard first, then a specific address, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32", "so-wildcard-takes-all", "so-t4", "dn-specific-wins"]
needs = ["two-processes"]
tags = ["udp", "wildcard", "hijack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
