/*---
claim = "SO_REUSEPORT is needed on the second socket too: with the first alone having set it, the second bind fails."
question = "Can two sockets share a port if only the first one set SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph on the key difference: on all sockets"},
        {doc = "linux-socket-7", at = "SO_REUSEPORT: on each socket, including the first", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"]}]
catalogue = ["ar-15"]
tags = ["tcp", "udp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, loopback());

  Socket second = make_socket("second");
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
