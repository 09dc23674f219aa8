/*---
claim = """On NonStop, SO_REUSEPORT is valid for UDP ports only; what setting it on a stream socket gives is
           not said."""
question = "Can SO_REUSEPORT be set on a TCP socket, although NonStop has it for UDP only?"
says = [{doc = "nonstop-setsockopt-2", at = "SO_REUSEPORT: valid only for UDP ports", on = ["nonstop"]}]
catalogue = ["nonstop-rp-udp"]
tags = ["tcp", "SO_REUSEPORT", "hpux", "nonstop-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  Socket stream = tcp("stream");
  OBSERVE(stream.set(reuseport));
}
