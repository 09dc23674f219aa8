/*---
claim = """A control: whether the platform has IPv6 and a loopback address for it. Where it has none, every
           case that needs an IPv6 socket is not applicable."""
question = "Does the platform have IPv6 with a loopback address?"
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6) { OBSERVE(has_ipv6_loopback() ? "there" : "not there"); }
