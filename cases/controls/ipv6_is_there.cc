/*---
claim = """A control that no other case depends on: whether the platform has IPv6 and a
           loopback address for it."""
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6) {
  Socket first = tcp("first");
  OBSERVE(first.bind(loopback()).is_ok() ? "there" : "not there");
}
