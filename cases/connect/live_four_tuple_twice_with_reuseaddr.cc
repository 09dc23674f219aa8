/*---
claim = """Two live connections cannot share both addresses and ports: of two sockets that share a local port
           by SO_REUSEADDR, the second one is refused the destination of the first with EADDRNOTAVAIL."""
question = "Can SO_REUSEADDR make two live connections with equal addresses and ports at both ends?"
says = [{doc = "linux-inet-hashtables", at = "__inet_check_established: EADDRNOTAVAIL"}]
disputed_by = [{doc = "linux-connect-2", at = "ERRORS, EADDRINUSE", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "freebsd-connect-2", at = "ERRORS, EADDRINUSE", on = ["freebsd"], predicts = "EADDRINUSE"},
               {doc = "posix-2017-connect", at = "ERRORS, may fail: EADDRINUSE", predicts = "EADDRINUSE"}]
catalogue = ["connect-4tuple-live-conflict"]
tags = ["tcp", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  GIVEN(first.bind(loopback()));
  needs(second.bind(first.local()).is_ok(), "two TCP sockets on one address by SO_REUSEADDR");
  GIVEN(first.connect(destination.local()));
  CLAIM(second.connect(destination.local()), fails_with("EADDRNOTAVAIL"));
}
