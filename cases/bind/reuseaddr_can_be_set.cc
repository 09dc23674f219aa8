/*---
claim = "SO_REUSEADDR can be set."
question = "Can SO_REUSEADDR be set on a new socket?"
says = [{doc = "reuseaddr-reuseport-article", at = "first program"},
        {doc = "linux-socket-7", at = "SO_REUSEADDR", on = ["linux"]},
        {doc = "posix-2017-setsockopt", at = "SO_REUSEADDR: the rules of bind() allow local addresses to be used again, where the protocol supports it"}]
disputed_by = [{doc = "lwip-opt", at = "SO_REUSE: default 0", on = ["lwip"], predicts = "unsupported"}]
catalogue = ["lw-default", "px-reuse"]
tags = ["tcp", "udp", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket socket = make_socket("socket");
  CLAIM(socket.set(reuseaddr).text(), succeeds());
}
