/*---
claim = """A server with SO_REUSEADDR listens on the wildcard address; a process of the same user sets
           SO_REUSEADDR, takes a specific address of the same port and receives what is sent there."""
question = "Can another process of mine take the connections of a wildcard server if both set SO_REUSEADDR?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: more specific address"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, SO_REUSEADDR then SO_REUSEADDR, wildcard then specific: Success", on = ["winsock"]},
        {doc = "gvisor-ports", at = "TupleOnlyFlag, isAvailable", on = ["gvisor"]},
        {doc = "unix-socket-faq", at = "4.11: it is a risk: another server can bind the port at a specific address beside the wildcard"}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEADDR, sentence on INADDR_ANY", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Linux < 3.9: while a TCP socket listens on a port, SO_REUSEADDR is without effect for that port", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "node-net", at = "issue 14618: a server on 127.0.0.1 takes the port of one on 0.0.0.0 away on Windows; on Linux it is refused", on = ["linux"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-32", "gv-ra-listen-spec", "tcp-reuseaddr-wildcard-listener-blocks-specific",
             "so-l-listener-ignores", "nd-14618", "fq-risk"]
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
