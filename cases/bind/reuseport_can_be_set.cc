/*---
claim = "SO_REUSEPORT can be set."
question = "Can SO_REUSEPORT be set on a new socket?"
says = [{doc = "reuseaddr-reuseport-article", at = "second program"},
        {doc = "linux-socket-7", at = "SO_REUSEPORT", on = ["linux"]}]
disputed_by = [{doc = "cpython-fcff437de3fe", at = "commit message", on = ["hurd"], predicts = "unsupported"}]
catalogue = ["hu-rp"]
tags = ["tcp", "udp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket socket = make_socket("socket");
  CLAIM(socket.set(reuseport).text(), succeeds());
}
