/*---
claim = """An IPv4 socket on 0.0.0.0 keeps an IPv6 socket with IPV6_V6ONLY off from the same port of the
           wildcard address."""
question = "Can a dual-stack socket bind :: at a port that an IPv4 socket holds on 0.0.0.0?"
says = [{doc = "linux-ipv6-7", at = "DESCRIPTION: share the local port space; Address format, last sentence", on = ["linux"]},
        {doc = "illumos-tcp-4p", at = "Listening And Connecting: unspecified compares equal to any IPv4 or IPv6 address", on = ["sunos"]},
        {doc = "go-net", at = "listen_test.go: table: with SO_REUSEADDR on both, a dual-stack listener and an IPv4 wildcard listener exclude each other on Linux (unchecked)", on = ["linux", "darwin", "freebsd"]}]
disputed_by = [{doc = "illumos-tcp-bind", at = "comment above tcp_bindi: two independent transport protocols", on = ["sunos"], predicts = "ok"},
               {doc = "go-net", at = "dgraph issue 2097 (2018): on macOS an IPv4 wildcard listener and then a dual-stack one both listen; on Ubuntu the second is refused", on = ["darwin"], predicts = "ok"},
               {doc = "node-net", at = "issue 26274: on macOS a second server listens on :: while one holds the IPv4 port", on = ["darwin"], predicts = "ok"}]
catalogue = ["x-dual-rev", "go-dual-ra", "go-dual-macos", "nd-26274"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "wildcard", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket four = ipv4_socket("four");
  Socket six = dual_stack_socket("six");
  GIVEN(four.bind(wildcard4()));
  CLAIM(six.bind(wildcard6(four.port())), fails_with("EADDRINUSE"));
}
