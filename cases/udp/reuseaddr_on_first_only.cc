/*---
claim = """It is the holder's SO_REUSEADDR that matters: a UDP socket without it binds the address of one
           that set it."""
question = "Can two UDP sockets share a port if only the first set SO_REUSEADDR?"
says = [{doc = "glib-socket-bind", at = "allow_reuse, UDP: it is the holder's flag that matters"}]
disputed_by = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both must have sk_reuse", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "dotnet-socket", at = "test table: UDP: the second bind succeeds only where both set ReuseAddress (both options on Unix) (unchecked)", predicts = "EADDRINUSE"}]
catalogue = ["dn-udp-table", "gl-udp-holder"]
tags = ["udp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = udp("second");
  CLAIM(second.bind(first.local()), succeeds());
}
