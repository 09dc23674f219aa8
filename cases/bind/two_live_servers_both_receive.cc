/*---
claim = "Of two processes that use the same port at the same time by SO_REUSEADDR, both receive."
question = "Do both of two servers on one port with SO_REUSEADDR receive traffic?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: different processes"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR: non-deterministic", on = ["winsock"], predicts = ["shared", "stolen", "not stolen"]}]
catalogue = ["fi-31"]
needs = ["two-processes"]
tags = ["tcp", "udp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Process elsewhere = another_process("second process");
  Socket first = serving("first", {reuseaddr}, loopback());

  Socket second = make_socket(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(hijack(first, second, first.local()), "shared");
}
