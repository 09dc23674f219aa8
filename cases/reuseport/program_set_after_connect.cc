/*---
claim = """A program of the group (SO_ATTACH_REUSEPORT_CBPF) may be set at any time, also on a socket that has
           connected since."""
question = "Can the BPF program of a SO_REUSEPORT group be set again on a socket that is connected?"
says = [{doc = "linux-socket-7", at = "SO_ATTACH_REUSEPORT_CBPF: may be set repeatedly at any time on any socket in the group", on = ["linux"]}]
tags = ["udp", "SO_REUSEPORT", "connected"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket member = serving("member", {reuseport}, loopback());
  GIVEN(steer_group_to(member, 0));
  GIVEN(member.connect(peer.local()));
  CLAIM(steer_group_to(member, 0), succeeds());
}
