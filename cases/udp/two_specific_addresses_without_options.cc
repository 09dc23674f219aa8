/*---
claim = """Equal ports are enough for two UDP sockets to collide: without an option on both, the second one is
           refused the port on another specific address too."""
question = "Can two UDP sockets have the same port on two specific addresses without options?"
says = [{doc = "haiku-udp", at = "UdpDomainSupport::_Bind"},
        {doc = "wine-server-sock", at = "IOCTL_AFD_BIND: a host wildcard bind with a filter", on = ["wine-*"]}]
disputed_by = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: inet_rcv_saddr_equal", predicts = "ok"}]
catalogue = ["hk-udp-port", "wine-udp-filter"]
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
