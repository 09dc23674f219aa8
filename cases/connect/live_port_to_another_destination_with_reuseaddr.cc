/*---
claim = """Of two sockets that share a local port by SO_REUSEADDR, the first one connected, the second one
           connects to another destination."""
question = "Can one local port have connections to two servers, with SO_REUSEADDR on both sockets?"
says = [{doc = "linux-inet-hashtables", at = "__inet_check_established: the whole 4-tuple is compared"},
        {doc = "hpux-sockets-guide", at = "ch.3 p.65: checks at connection time", on = ["hpux"]}]
catalogue = ["connect-4tuple-live-conflict"]
tags = ["tcp", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket elsewhere = listening("another destination");
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  GIVEN(first.bind(loopback()));
  needs(second.bind(first.local()).is_ok(), "two TCP sockets on one address by SO_REUSEADDR");
  GIVEN(first.connect(destination.local()));
  CLAIM(second.connect(elsewhere.local()), succeeds());
}
