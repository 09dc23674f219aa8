/*---
claim = """Beside a listener on a specific address, a listener on the wildcard of the same port gets the
           connections to the other addresses; both set SO_REUSEPORT."""
question = "Does a wildcard listener beside a specific one get the connections to all other addresses?"
says = [{doc = "freebsd-in-pcb", at = "in_pcblookup_hash_wild_locked: exact address first", on = ["freebsd"]}]
catalogue = ["fi-33"]
needs = ["second-address"]
tags = ["tcp", "wildcard", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket specific = listening("specific", {reuseport});

  Socket wildcard = tcp("wildcard");
  GIVEN(wildcard.set(reuseport));
  CLAIM(hijack(specific, wildcard, wildcard_address(specific.port()), second_local(specific.port())),
        "stolen");
}
