/*---
claim = """A UDP socket with SO_REUSEPORT is refused the port of another one with SO_REUSEPORT that belongs to
           another user."""
question = "Can another user join a UDP port with SO_REUSEPORT?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT: same effective UID; both with TCP and UDP sockets", on = ["linux"]}]
catalogue = ["udp-reuseport-uid"]
needs = ["two-processes", "second-user"]
tags = ["udp", "SO_REUSEPORT", "hijack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = make_socket(intruder, "second");
  GIVEN(second.set(reuseport));
  CLAIM(join_outcome(second, first, first.local()), "bind: EADDRINUSE");
}
