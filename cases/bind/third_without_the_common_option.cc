/*---
claim = """All holders of a port have an option in common: beside one with SO_REUSEADDR and SO_REUSEPORT and
           one with SO_REUSEADDR, a third with SO_REUSEPORT is refused."""
question = "Can a third socket join two that share a port by an option that it did not set?"
says = [{doc = "gvisor-ports", at = "deviceToDest.isAvailable comment, which says the same of Linux", on = ["gvisor", "linux"]}]
catalogue = ["gv-shared-flag"]
tags = ["tcp", "bind", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = tcp("first");
  Socket second = tcp("second");
  Socket third = tcp("third");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.set(reuseport));
  GIVEN(second.set(reuseaddr));
  GIVEN(third.set(reuseport));
  GIVEN(first.bind(loopback()));
  CLAIM(first_failure_of({{"second bind", [&] { return second.bind(first.local()); }},
                          {"third bind", [&] { return third.bind(first.local()); }}}),
        "third bind: EADDRINUSE");
}
