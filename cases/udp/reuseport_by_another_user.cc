/*---
claim = """A UDP socket with SO_REUSEPORT is refused the port of another one with SO_REUSEPORT that belongs to
           another user."""
question = "Can another user join a UDP port with SO_REUSEPORT?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT: same effective UID; both with TCP and UDP sockets", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "Linux >= 3.9: all sockets that share by SO_REUSEPORT belong to processes of one effective user", on = ["linux"]},
        {doc = "lwn-542629", at = "third paragraph: later servers must have the effective user that the first one had when it was bound"},
        {doc = "python-asyncio", at = "create_datagram_endpoint, changed in 3.8.1: SO_REUSEPORT keeps processes of other users out"}]
catalogue = ["udp-reuseport-uid", "so-l39-euid", "lwn-euid", "as-udp-rp-users"]
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
