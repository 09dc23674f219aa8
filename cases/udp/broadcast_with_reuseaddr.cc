/*---
claim = "A broadcast datagram reaches only one of the UDP sockets that share the port by SO_REUSEADDR."
question = "Do all UDP sockets that share a port by SO_REUSEADDR receive a broadcast datagram?"
says = [{doc = "lwip-opt", at = "SO_REUSE_RXTOALL: off, copies to all only where it is on", predicts = ["first", "second"]}]
disputed_by = [{doc = "linux-udp-c", at = "__udp4_lib_mcast_deliver: to every socket that matches", predicts = "each"},
               {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 4: of such sockets a multicast or broadcast datagram goes to each, a unicast one to one only", predicts = "each"},
               {doc = "deering-mcast-api", at = "paragraph quoted: a broadcast datagram is delivered to every one of them", predicts = "each"},
               {doc = "glib-socket-bind", at = "allow_reuse, UDP: all of them receive every multicast and broadcast packet", predicts = "each"}]
catalogue = ["lw-rxall", "st-udp-one-copy", "mc-broadcast-each", "gl-each"]
tags = ["udp", "broadcast", "SO_REUSEADDR", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4) {
  Socket first = serving("first", {reuseaddr}, wildcard_address());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  needs(second.bind(first.local()).is_ok(), "two UDP sockets on one port by SO_REUSEADDR");
  CLAIM(who_receives_of_broadcast(first, second), "first");
}
