/*---
claim = """Of two sockets that share a local port by SO_REUSEADDR, the first one connected, the second one
           connects to another destination."""
question = "Can one local port have connections to two servers, with SO_REUSEADDR on both sockets?"
says = [{doc = "linux-inet-hashtables", at = "__inet_check_established: the whole 4-tuple is compared"},
        {doc = "hpux-sockets-guide", at = "ch.3 p.65: checks at connection time", on = ["hpux"]},
        {doc = "stackoverflow-14388707", at = "Connect() returning EADDRINUSE: to another destination, by its address or its port, the second one connects"},
        {doc = "bernat-time-wait-2014", at = "footnote on client addresses: a client that binds its source before it connects needs SO_REUSEADDR, or it meets EADDRINUSE"},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: share_4_tuple: to another destination the second one connects"},
        {doc = "cloudflare-quantum-2023", at = "quiz 6, solution: with SO_REUSEADDR on both they connect to two destinations"},
        {doc = "popcount-bind-before-connect-2014", at = "retelling; rest of the page: with the option set, sockets that bind before they connect share ports as long as the destinations differ (unchecked)"},
        {doc = "kerrisk-tlpi-61", at = "p. 1280: what TCP itself forbids is only two connections with the same four values; most stacks forbid more"},
        {doc = "haproxy-manual", at = "source, server line: one source address and port range serves several servers: 64k connections to each"}]
catalogue = ["connect-4tuple-live-conflict", "so-connect-elsewhere", "vb-bind-reuseaddr",
             "ce-reuseaddr-other", "cq-6-cure", "pc-bind-reuseaddr", "tl-tuple", "ha-source-range"]
tags = ["tcp", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket elsewhere = listening("another destination");
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  GIVEN(first.bind(loopback()));
  needs(second.bind(first.local()).is_ok(), "two TCP sockets on one address by SO_REUSEADDR");
  GIVEN(first.connect(destination.local()));
  CLAIM(second.connect(elsewhere.local()), succeeds());
}
