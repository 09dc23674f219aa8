/*---
claim = """Of two SO_REUSEPORT listeners, the one whose SO_INCOMING_CPU is the processor that the client runs on
           receives every connection (the loopback device delivers on the sender's processor)."""
question = "Does SO_INCOMING_CPU choose which SO_REUSEPORT listener receives a connection?"
says = [{doc = "linux-socket-7", at = "SO_INCOMING_CPU, typical use", on = ["linux"]},
        {doc = "linux-inet-hashtables", at = "compute_score: sk_incoming_cpu", on = ["linux"]}]
catalogue = ["so-incoming-cpu-group"]
tags = ["tcp", "distribution", "SO_REUSEPORT", "SO_INCOMING_CPU"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const int cpu = pin_to_current_cpu();
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = tcp("second");
  GIVEN(second.set(reuseport));
  GIVEN(second.set(incoming_cpu, cpu));
  GIVEN(second.bind(first.local()));
  GIVEN(second.listen());
  CLAIM(who_receives(first, second, first.local()), "second");
}
