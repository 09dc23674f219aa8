/*---
claim = """Two clients with SO_REUSEADDR on one port of two source addresses connect to the same destination."""
question = "Can two clients reach one server from one port of two source addresses?"
says = [{doc = "cloudflare-ephemeral-2022", at = "tests of connectx: share_4_tuple_wildcard: two clients with SO_REUSEADDR on one port connect to the same destination from two source addresses"}]
catalogue = ["ce-two-sources"]
needs = ["second-address"]
tags = ["tcp", "connect", "client", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket destination = listening("destination", {}, wildcard_address());
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  GIVEN(first.bind(loopback()));
  GIVEN(second.bind(second_local(first.port())));
  GIVEN(first.connect(loopback(destination.port())));
  CLAIM(second.connect(loopback(destination.port())), succeeds());
}
