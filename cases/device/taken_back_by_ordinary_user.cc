/*---
claim = "A user without special rights may not undo or change the device that a socket is bound to."
question = "Can an ordinary user change or clear the device of a socket?"
says = [{doc = "linux-sock-c", at = "sock_bindtoindex_locked: CAP_NET_RAW only when already bound to a device, EPERM"}]
catalogue = ["bindtodevice-priv"]
needs = ["two-processes", "second-user"]
tags = ["udp", "SO_BINDTODEVICE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Process ordinary = ordinary_process("ordinary user");
  const Device here = loopback_device();
  Socket socket = make_socket(ordinary, "socket");
  needs(socket.set_text(bind_to_device, here.name).is_ok(), "SO_BINDTODEVICE for an ordinary user");
  CLAIM(socket.set_text(bind_to_device, ""), fails_with("EPERM"));
}
