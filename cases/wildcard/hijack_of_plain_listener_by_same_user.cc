/*---
claim = """A server without any option listens on the wildcard address; a process of the same user takes a
           specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the connections of a wildcard server without any option?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then Default, wildcard then specific: Success", on = ["winsock"]}]
disputed_by = [{doc = "wine-ws2-32-tests", at = "test_reuseaddr: any addr first (todo_wine)", on = ["wine-*"], predicts = "bind: EADDRINUSE"},
               {doc = "haiku-endpoint-manager", at = "_BindToAddress: holder empty or equal", on = ["haiku"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32", "wine-spec-after-wild", "hk-asym"]
needs = ["two-processes"]
tags = ["tcp", "wildcard", "hijack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {}, wildcard_address());

  Socket thief = make_socket(intruder, "thief");
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stolen");
}
