/*---
claim = """An IPv6 socket on the wildcard address with IPV6_V6ONLY off keeps an IPv4 socket from the same port
           of 0.0.0.0."""
question = "Does a dual-stack socket on :: keep an IPv4 socket from the same port of 0.0.0.0?"
says = [{doc = "linux-ipv6-7", at = "DESCRIPTION: share the local port space; Address format, last sentence", on = ["linux"]},
        {doc = "freebsd-in-pcb", at = "in_pcbbind_setup, INP_IPV6PROTO test"},
        {doc = "illumos-tcp-4p", at = "Listening And Connecting: unspecified compares equal to any IPv4 or IPv6 address", on = ["sunos"]},
        {doc = "go-net", at = "listen_test.go: table: with SO_REUSEADDR on both, a dual-stack listener and an IPv4 wildcard listener exclude each other on Linux (unchecked)", on = ["linux", "darwin", "freebsd"]},
        {doc = "haproxy-manual", at = "v4v6, v6only: v4v6 and v6only turn IPV6_V6ONLY off and on for one listener", on = ["linux"]}]
disputed_by = [{doc = "illumos-tcp-bind", at = "comment above tcp_bindi: two independent transport protocols", on = ["sunos"], predicts = "ok"},
               {doc = "wine-ws2-32-tests", at = "dual any then v4 any", on = ["winsock"], predicts = "ok"},
               {doc = "freebsd-inet6-4", at = "IPV6CTL_V6ONLY: should behave separately", on = ["freebsd"], predicts = "ok"},
               {doc = "go-net", at = "listen_test.go: table: on OpenBSD they do not: a socket there is for one family (unchecked)", on = ["openbsd"], predicts = "ok"},
               {doc = "go-net", at = "issue 45150: on Windows a listener of both families and one of IPv4 only bind the same port", on = ["winsock"], predicts = "ok"}]
catalogue = ["dualstack-conflict", "x-dual-off", "il-families", "go-dual-ra", "go-dual-openbsd",
             "go-windows-families", "ha-v4v6"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "wildcard", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = dual_stack_socket("six");
  Socket four = ipv4_socket("four");
  GIVEN(six.bind(wildcard6()));
  CLAIM(four.bind(wildcard4(six.port())), fails_with("EADDRINUSE"));
}
