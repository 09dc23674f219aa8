/*---
claim = """New sockets that join a group of SO_REUSEPORT take over its program; whether a socket that brings a program of its
           own, set before its bind(), joins at all is open."""
question = "Can a socket with its own BPF program join a SO_REUSEPORT group?"
says = [{doc = "linux-socket-7", at = "SO_ATTACH_REUSEPORT_CBPF (silent on a newcomer that has one)", on = ["linux"]}]
tags = ["tcp", "udp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, loopback());
  Socket control = make_socket("newcomer without a program");
  GIVEN(control.set(reuseport));
  GIVEN(control.bind(first.local()));
  GIVEN(control.close());

  Socket newcomer = make_socket("newcomer");
  GIVEN(newcomer.set(reuseport));
  GIVEN(steer_group_to(newcomer, 0));
  OBSERVE(newcomer.bind(first.local()));
}
