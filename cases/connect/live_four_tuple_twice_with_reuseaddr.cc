/*---
claim = """Two live connections cannot share both addresses and ports: of two sockets that share a local port
           by SO_REUSEADDR, the second one is refused the destination of the first with EADDRNOTAVAIL."""
question = "Can SO_REUSEADDR make two live connections with equal addresses and ports at both ends?"
says = [{doc = "linux-inet-hashtables", at = "__inet_check_established: EADDRNOTAVAIL"},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): protocol, both addresses and both ports name a connection; two TCP connections never share all five", predicts = ["EADDRNOTAVAIL", "EADDRINUSE"]},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_yes_port: two clients that bind one port with SO_REUSEADDR"},
        {doc = "popcount-bind-before-connect-2014", at = "rest of the page: a conflict then shows at connect, as EADDRNOTAVAIL (unchecked)"},
        {doc = "kerrisk-tlpi-61", at = "p. 1280: what TCP itself forbids is only two connections with the same four values; most stacks forbid more", predicts = ["EADDRNOTAVAIL", "EADDRINUSE"]},
        {doc = "unix-socket-faq", at = "4.5: the five values must still be unique", predicts = ["EADDRNOTAVAIL", "EADDRINUSE"]}]
disputed_by = [{doc = "linux-connect-2", at = "ERRORS, EADDRINUSE", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "freebsd-connect-2", at = "ERRORS, EADDRINUSE", on = ["freebsd"], predicts = "EADDRINUSE"},
               {doc = "posix-2017-connect", at = "ERRORS, may fail: EADDRINUSE", predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Connect() returning EADDRINUSE: the second of two sockets with one local address that connects to the same destination gets EADDRINUSE from …", predicts = "EADDRINUSE"}]
catalogue = ["connect-4tuple-live-conflict", "so-tuple-unique", "so-connect-eaddrinuse",
             "ce-reuseaddr-same", "pc-conflict-at-connect", "tl-tuple", "fq-five"]
tags = ["tcp", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  GIVEN(first.bind(loopback()));
  needs(second.bind(first.local()).is_ok(), "two TCP sockets on one address by SO_REUSEADDR");
  GIVEN(first.connect(destination.local()));
  CLAIM(second.connect(destination.local()), fails_with("EADDRNOTAVAIL"));
}
