/*---
claim = """Of two UDP sockets that share an address and port by SO_REUSEADDR, the one that was bound last
           receives."""
question = "Which of two UDP sockets on one port with SO_REUSEADDR receives?"
says = [{doc = "gvisor-transport-demuxer", at = "selectEndpoint: MostRecent, last endpoint"},
        {doc = "lwn-542629", at = "SO_REUSEADDR: with SO_REUSEADDR datagrams are not spread over the sockets", predicts = ["first", "second"]},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 4: of such sockets a multicast or broadcast datagram goes to each, a unicast one to one only", predicts = ["first", "second"]},
        {doc = "libuv-docs", at = "UV_UDP_REUSEADDR: several processes bind one UDP address where all set the flag; only the last one that bound receives", on = ["linux"]},
        {doc = "glib-socket-bind", at = "allow_reuse, UDP: which of them gets a unicast packet is not defined", predicts = ["first", "second"]}]
disputed_by = [{doc = "python-asyncio", at = "create_datagram_endpoint, changed in 3.8.1: packets are then given to these sockets at random", predicts = "balanced"}]
catalogue = ["gv-udp-recent", "udp-reuseaddr-share", "lwn-ra-udp-uneven", "st-udp-one-copy",
             "as-udp-random", "uv-udp-last", "gl-unicast"]
tags = ["udp", "SO_REUSEADDR", "sharing", "hijack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  needs(second.bind(first.local()).is_ok(), "two UDP sockets on one address by SO_REUSEADDR");
  CLAIM(who_receives(first, second, first.local()), "second");
}
