/*---
claim = """Beside a receiver on a specific address, a receiver on the wildcard of the same port gets what is
           sent to the other addresses; both set SO_REUSEADDR."""
question = "Does a wildcard UDP socket beside a specific one get the datagrams to all other addresses?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, SO_REUSEADDR then SO_REUSEADDR, specific then wildcard: Success", on = ["winsock"]},
        {doc = "freebsd-in-pcb", at = "in_pcblookup_hash_wild_locked: exact address first", on = ["freebsd"]},
        {doc = "linux-udp-c", at = "lookup: the more specific socket scores higher", on = ["linux"]}]
catalogue = ["fi-33"]
needs = ["second-address"]
tags = ["udp", "wildcard", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  require_second_local();
  Socket specific = serving("specific", {reuseaddr}, loopback());

  Socket wildcard = make_socket("wildcard");
  GIVEN(wildcard.set(reuseaddr));
  CLAIM(hijack(specific, wildcard, wildcard_address(specific.port()), second_local(specific.port())),
        "stolen");
}
