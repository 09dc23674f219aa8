/*---
claim = "SO_REUSEADDR is often set by default: a fresh socket has it."
question = "Is SO_REUSEADDR on by default?"
says = [{doc = "reuseaddr-reuseport-article", at = "comment in the second program: often set by default"}]
disputed_by = [{doc = "hpux-getsockopt-2", at = "option list: default disallowed", on = ["hpux"], predicts = "not set"},
               {doc = "posix-2017-sockets", at = "2.10.16 Use of Options, SO_REUSEADDR: default off", predicts = "not set"},
               {doc = "java-net", at = "Socket, DatagramSocket: a fresh Socket and a fresh DatagramSocket have SO_REUSEADDR off; for ServerSocket it is not defined", predicts = "not set"},
               {doc = "erlang-inet", at = "reuseaddr: off by default", predicts = "not set"}]
catalogue = ["ar-17", "jv-fresh", "er-off"]
tags = ["tcp", "udp", "SO_REUSEADDR", "default"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket fresh = make_socket("fresh");
  CLAIM(fresh.is_set(reuseaddr), "set");
}
