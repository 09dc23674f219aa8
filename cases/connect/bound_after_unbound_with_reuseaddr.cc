/*---
claim = """Of two clients with SO_REUSEADDR the first connects unbound; the second binds the port that it was
           given and connects to another destination."""
question = "Can a client bind, with SO_REUSEADDR, the port that connect() gave another client?"
says = [{doc = "cloudflare-quantum-2023", at = "quiz 7: with SO_REUSEADDR on both, the first one unbound, the second one bound to that port by name: works"}]
catalogue = ["cq-7"]
tags = ["tcp", "connect", "client", "4-tuple", "SO_REUSEADDR"]
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
  GIVEN(first.connect(destination.local()));
  CLAIM(outcomes_of({second.bind(first.local()), second.connect(elsewhere.local())}), "ok, ok");
}
