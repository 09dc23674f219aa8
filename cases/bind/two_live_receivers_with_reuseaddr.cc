/*---
claim = """SO_REUSEADDR lets two processes use the same port at the same time: both are bound to it, and
           datagrams come."""
question = "Can two processes bind the same UDP port with SO_REUSEADDR and receive?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: different processes"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR", on = ["winsock"]},
        {doc = "linux-udp-c", at = "bind: both sockets have SO_REUSEADDR", on = ["linux"]}]
disputed_by = [{doc = "freebsd-in-pcb", at = "in_pcbbind_setup: only SO_REUSEPORT counts for unicast", on = ["freebsd"], predicts = "EADDRINUSE"}]
catalogue = ["fi-31"]
needs = ["two-processes"]
tags = ["udp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process elsewhere = another_process("second process");
  Socket first = serving("first", {reuseaddr}, loopback());

  Socket second = udp(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(with_receiver(second.bind(first.local()), first, second, first.local()), succeeds());
}
