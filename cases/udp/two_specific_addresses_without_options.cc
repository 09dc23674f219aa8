/*---
claim = """Equal ports are enough for two UDP sockets to collide: without an option on both, the second one is
           refused the port on another specific address too."""
question = "Can two UDP sockets have the same port on two specific addresses without options?"
says = [{doc = "haiku-udp", at = "UdpDomainSupport::_Bind"},
        {doc = "wine-server-sock", at = "IOCTL_AFD_BIND: a host wildcard bind with a filter", on = ["wine-*"]}]
disputed_by = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: inet_rcv_saddr_equal", predicts = "ok"},
               {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): without options one port can be bound on two different specific addresses", predicts = "ok"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 2: one specific address, then another, option on or off: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "ok"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 3: the same in the other order: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "ok"},
               {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 3 (retold): one process binds one port on several sockets, each with another local address", predicts = "ok"},
               {doc = "kind-issue-2975", at = "2975, answer: one port and protocol can be listened on twice at different host addresses", predicts = "ok"}]
catalogue = ["hk-udp-port", "wine-udp-filter", "so-other-address", "so-t2", "so-t3", "st-one-process",
             "kd-addresses"]
needs = ["second-address"]
tags = ["udp", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  require_second_local();
  Socket first = serving("first", {}, loopback());
  Socket second = make_socket("second");
  CLAIM(second.bind(second_local(first.port())), fails_with("EADDRINUSE"));
}
