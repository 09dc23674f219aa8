/*---
claim = """One TCP port is bound on two specific addresses without any option, and each listener receives
           what is sent to its own address."""
question = "Can two TCP servers listen on one port at two different addresses without options?"
says = [{doc = "posix-2017-bind", at = "ERRORS EADDRINUSE: the specified address"},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): without options one port can be bound on two different specific addresses"},
        {doc = "stackoverflow-14388707", at = "Linux < 3.9: beside a listener, another specific address of the port can be bound: that needs no option", on = ["linux"]},
        {doc = "stackoverflow-1694148", at = "TCP: with two addresses each can have one"},
        {doc = "kind-issue-2975", at = "2975, answer: one port and protocol can be listened on twice at different host addresses"}]
disputed_by = [{doc = "devopsdaily-reuse-2025", at = "TL;DR: SO_REUSEADDR is what lets sockets have one port on different addresses", predicts = "bind: EADDRINUSE"}]
catalogue = ["so-other-address", "so-l-other-address", "sa-two-cards", "dd-addresses", "kd-addresses"]
needs = ["second-address"]
tags = ["tcp", "bind", "listen"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket first = serving("first", {}, loopback());
  Socket second = tcp("second");
  CLAIM(hijack(first, second, second_local(first.port())), "stolen");
}
