/*---
claim = """bind() with port 0 of a UDP socket with SO_REUSEADDR chooses a port that other such sockets have:
           it never runs out."""
question = "Can bind() to port 0 give a UDP socket with SO_REUSEADDR a port that others already hold?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: bitmap not set when both reuse"},
        {doc = "cloudflare-ephemeral-2022", at = "comments of connectx: UDP: with SO_REUSEADDR, port 0 may give a port that a socket with SO_REUSEADDR already uses"}]
disputed_by = [{doc = "linux-ip-sysctl", at = "ip_autobind_reuse: by default ports are not reused", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["udp-reuseaddr-autobind-duplicates", "ce-udp-auto-reuse"]
needs = ["own-stack"]
tags = ["udp", "ports", "ephemeral", "exhaustion", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  const PortRange range = narrow_automatic_ports(4);
  std::vector<Socket> sockets;
  Outcome last = succeeds();
  for (int i = 1; i <= 4 * range.size() && last.is_ok(); ++i) {
    sockets.push_back(udp("socket " + std::to_string(i)));
    GIVEN(sockets.back().set(reuseaddr));
    last = sockets.back().bind(loopback());
  }
  CLAIM(last, succeeds());
}
