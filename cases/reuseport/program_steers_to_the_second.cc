/*---
claim = """A program of the group (SO_ATTACH_REUSEPORT_CBPF) says by its return value which of the sockets with
           SO_REUSEPORT receives: 1 is the second one that joined."""
question = "Can a BPF program choose which SO_REUSEPORT socket receives?"
says = [{doc = "linux-socket-7", at = "SO_ATTACH_REUSEPORT_CBPF: an index between 0 and N-1; sockets are numbered in the order in which they are added", on = ["linux"]}]
tags = ["tcp", "udp", "SO_REUSEPORT", "distribution"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  GIVEN(steer_group_to(first, 1));
  CLAIM(who_receives(first, second, first.local()), "second");
}
