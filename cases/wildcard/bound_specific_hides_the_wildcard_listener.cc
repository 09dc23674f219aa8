/*---
claim = """A socket that is only bound to a specific address hides a listener on the wildcard of the same
           port: a connection to that address is refused."""
question = "Does a socket that only binds a specific address cut off the wildcard listener of the same port?"
says = [{doc = "freebsd-in-pcb", at = "in_pcblookup_wild_match, in_pcblookup_hash_wild_locked: exact address first, no test for listening", on = ["freebsd"]}]
catalogue = ["fb-shadow"]
tags = ["tcp", "wildcard", "listen", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket bound = tcp("bound");
  Socket server = tcp("server");
  Socket client = tcp("client");
  GIVEN(bound.set(reuseaddr));
  GIVEN(server.set(reuseaddr));
  GIVEN(bound.bind(loopback()));
  CLAIM(first_failure_of({{"wildcard bind", [&] { return server.bind(wildcard_address(bound.port())); }},
                          {"listen", [&] { return server.listen(); }},
                          {"connect", [&] { return client.connect(bound.local()); }}}),
        "connect: ECONNREFUSED");
}
