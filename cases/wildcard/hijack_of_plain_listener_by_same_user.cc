/*---
claim = """A server without any option listens on the wildcard address; a process of the same user takes a
           specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the connections of a wildcard server without any option?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then Default, wildcard then specific: Success", on = ["winsock"]},
        {doc = "node-net", at = "issue 14618: a server on 127.0.0.1 takes the port of one on 0.0.0.0 away on Windows; on Linux it is refused", on = ["winsock"]},
        {doc = "dotnet-socket", at = "remarks: without exclusive use several sockets bind one port; the one with the more specific address gets the traffic (unchecked)", on = ["winsock"]}]
disputed_by = [{doc = "wine-ws2-32-tests", at = "test_reuseaddr: any addr first (todo_wine)", on = ["wine-*"], predicts = "bind: EADDRINUSE"},
               {doc = "haiku-endpoint-manager", at = "_BindToAddress: holder empty or equal", on = ["haiku"], predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): while a plain socket holds the wildcard address, no specific address of that port can be bound", predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 4: wildcard first, then a specific address, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32", "wine-spec-after-wild", "hk-asym", "so-wildcard-takes-all", "so-t4", "nd-14618",
             "dn-specific-wins"]
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
