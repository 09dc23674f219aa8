/*---
claim = "Two sockets that are bound to different devices bind one address and port without any other option."
question = "Can two sockets on different devices bind the same address and port without other options?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict, bound_dev_if"},
        {doc = "reuseaddr-reuseport-article", at = "last paragraph"}]
catalogue = ["bindtodevice-split", "ar-20"]
tags = ["tcp", "udp", "SO_BINDTOIFINDEX"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const Device here = loopback_device();
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.set(bind_to_ifindex, here.index));
  GIVEN(second.set(bind_to_ifindex, here.index + 76));  // a number is enough: no such device is needed
  GIVEN(first.bind(wildcard_address()));
  CLAIM(second.bind(first.local()), succeeds());
}
