/*---
claim = """A server with SO_REUSEADDR listens on a specific address; a process of the same user takes the
           wildcard of the same port with the same option, and does not receive what is sent to that
           address."""
question = "Can two processes of mine listen on one address and the wildcard, both with SO_REUSEADDR?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, SO_REUSEADDR then SO_REUSEADDR, specific then wildcard: Success", on = ["winsock"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 7: specific address first, then the wildcard, option on the newcomer: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, text above the table: for wildcard and specific address the order does not matter: always refused without the option", on = ["freebsd", "openbsd", "netbsd", "darwin", "linux"]},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 2 (retold): several servers run on one port, each bound to another local address, the wildcard too (bound last)"}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict: TCP_LISTEN, with inet_rcv_saddr_equal", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Linux < 3.9: while a TCP socket listens on a port, SO_REUSEADDR is without effect for that port", on = ["linux"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-33", "tcp-reuseaddr-specific-listener-blocks-wildcard", "so-t7", "so-order",
             "so-l-listener-ignores", "st-instances"]
needs = ["two-processes"]
tags = ["tcp", "wildcard", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process intruder = another_process("intruder");
  Socket victim = serving("victim", {reuseaddr}, loopback());

  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(reuseaddr));
  CLAIM(hijack(victim, thief, wildcard_address(victim.port()), victim.local()), "not stolen");
}
