/*---
claim = """Multicast is the exception among sockets that share a port by SO_REUSEADDR: every member of the
           group on that port receives each datagram."""
question = "Do all members of a group on one port with SO_REUSEADDR receive each multicast datagram?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR, last paragraph", on = ["winsock"]},
        {doc = "linux-udp-c", at = "__udp4_lib_mcast_deliver: to every socket that matches"},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 4: of such sockets a multicast or broadcast datagram goes to each, a unicast one to one only"},
        {doc = "deering-mcast-api", at = "paragraph quoted: a multicast datagram to that port is delivered to every one of these sockets"},
        {doc = "go-net", at = "setDefaultMulticastSockopts: ListenMulticastUDP sets SO_REUSEADDR, on the BSDs SO_REUSEPORT too, so that several can listen"},
        {doc = "glib-socket-bind", at = "allow_reuse, UDP: all of them receive every multicast and broadcast packet"},
        {doc = "stackoverflow-577905", at = "577905; 40577134: sockets on one port that are in the same group all receive"}]
disputed_by = [{doc = "lwip-opt", at = "SO_REUSE_RXTOALL: off, copies to all only where it is on", predicts = ["first", "second"]}]
catalogue = ["win-mcast", "lw-rxall", "st-udp-one-copy", "mc-multicast-each", "go-multicast", "gl-each",
             "su-group"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) {
  Socket first = serving("first", {reuseaddr}, wildcard_address());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  needs(second.bind(first.local()).is_ok(), "two UDP sockets on one port by SO_REUSEADDR");
  needs(join(first, multicast_group()).is_ok() && join(second, multicast_group()).is_ok(),
        "multicast on the loopback device");
  CLAIM(who_receives_of_group(first, second, multicast_group(first.port())), "each");
}
