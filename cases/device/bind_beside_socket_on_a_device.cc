/*---
claim = """A socket that is bound to a device and one that is bound to none do conflict, whichever comes first: the one
           without a device is refused the port of the one with it."""
question = "Can a socket without a device bind the port of one that is bound to a device?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict, bound_dev_if"},
        {doc = "linux-udp-c", at = "udp_lib_lport_inuse: sk_bound_dev_if"}]
tags = ["tcp", "udp", "SO_BINDTOIFINDEX"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const Device here = loopback_device();
  Socket first = make_socket("first, of a device");
  Socket second = make_socket("second, of none");
  GIVEN(first.set(bind_to_ifindex, here.index));
  GIVEN(first.bind(wildcard_address()));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
