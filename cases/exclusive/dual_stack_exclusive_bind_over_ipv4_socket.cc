/*---
claim = """An IPv6 socket with IPV6_V6ONLY off and SO_EXCLUSIVEADDRUSE cannot bind the wildcard address of a port that an
           IPv4 socket holds on the loopback address."""
question = "Can a dual-stack socket with SO_EXCLUSIVEADDRUSE bind :: beside an IPv4 socket on 127.0.0.1?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "Enhanced Socket Security, last paragraph: WSAEACCES", on = ["winsock"]},
        {doc = "ms-wndp-vista", at = "dual-mode sockets", on = ["winsock"]}]
disputed_by = [{doc = "wine-ws2-32-tests", at = "tests_exclusive, v4 loopback then dual any", on = ["winsock"], predicts = "EADDRINUSE"}]
catalogue = ["win-dual-excl"]
needs = ["ipv6"]
tags = ["tcp", "dual-stack", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  Socket four = tcp4("IPv4");
  GIVEN(four.bind(loopback4()));

  Socket dual = tcp6("dual");
  GIVEN(dual.set(v6only, 0));
  GIVEN(dual.set(exclusiveaddruse));
  CLAIM(dual.bind(wildcard6(four.port())), fails_with("EACCES"));
}
