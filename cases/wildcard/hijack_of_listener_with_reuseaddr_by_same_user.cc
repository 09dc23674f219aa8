/*---
claim = """A server with SO_REUSEADDR listens on the wildcard address; a process of the same user sets
           SO_REUSEADDR, takes a specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the connections of a wildcard server if both set SO_REUSEADDR?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, SO_REUSEADDR then SO_REUSEADDR, wildcard then specific: Success", on = ["winsock"]},
        {doc = "gvisor-ports", at = "TupleOnlyFlag, isAvailable", on = ["gvisor"]}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEADDR, sentence on INADDR_ANY", on = ["linux"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32", "gv-ra-listen-spec", "tcp-reuseaddr-wildcard-listener-blocks-specific"]
needs = ["two-processes"]
tags = ["tcp", "wildcard", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseaddr}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
