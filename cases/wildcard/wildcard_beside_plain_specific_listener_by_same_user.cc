/*---
claim = """A server without any option listens on a specific address; a process of the same user takes the
           wildcard of the same port, and does not receive what is sent to that address."""
question = "Can another process of mine bind the wildcard of a port that a plain server has at one address?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then Default, specific then wildcard: Success", on = ["winsock"]},
        {doc = "haiku-endpoint-manager", at = "_BindToAddress: a wildcard bind passes specific holders", on = ["haiku"]}]
disputed_by = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 5: specific address first, then the wildcard, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-33", "hk-asym", "so-t5"]
needs = ["two-processes"]
tags = ["tcp", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {}, loopback());

  Socket thief = make_socket(intruder, "thief");
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "not stolen");
}
