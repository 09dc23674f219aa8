/*---
claim = """With SO_REUSEPORT on both, a listener of a specific address stands beside one of the wildcard address, and
           receives every connection to its address."""
question = "Does a specific listener beside a wildcard one, both with SO_REUSEPORT, get all its connections?"
says = [{doc = "linux-inet-hashtables", at = "listener lookup: the specific address before INADDR_ANY; compute_score", on = ["linux"]},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR: the binding with the more specific address gets the datagram or connection"}]
catalogue = ["reuseport-wild-plus-specific", "st-specific-wins"]
tags = ["tcp", "wildcard", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket wildcard = serving("wildcard", {reuseport}, wildcard_address());

  Socket specific = tcp("specific");
  GIVEN(specific.set(reuseport));
  CLAIM(hijack(wildcard, specific, loopback(wildcard.port())), "stolen");
}
