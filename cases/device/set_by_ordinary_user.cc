/*---
claim = "A user without special rights may bind a socket to a device where it is bound to none."
question = "Can an ordinary user bind a socket to a device?"
says = [{doc = "linux-sock-c", at = "sock_bindtoindex_locked: CAP_NET_RAW only when already bound to a device"},
        {doc = "beej-bgnet", at = "setsockopt(): table: SO_BINDTODEVICE binds a socket to an interface by name", on = ["linux"]}]
catalogue = ["bindtodevice-priv", "bj-device"]
needs = ["two-processes", "second-user"]
tags = ["udp", "SO_BINDTODEVICE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Process ordinary = ordinary_process("ordinary user");
  const Device here = loopback_device();
  Socket socket = make_socket(ordinary, "socket");
  CLAIM(socket.set_text(bind_to_device, here.name), succeeds());
}
