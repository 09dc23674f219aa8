/*---
claim = "When every automatic port is bound, bind() with port 0 fails with EADDRINUSE."
question = "Which error does bind() to port 0 give when no automatic port is left?"
says = [{doc = "linux-bind-2", at = "ERRORS, EADDRINUSE, second entry", on = ["linux"]},
        {doc = "freebsd-in-pcb", at = "in_pcb_lport_dest", predicts = "EADDRNOTAVAIL"},
        {doc = "openbsd-in-pcb", at = "in_pcbpickport", predicts = "EADDRNOTAVAIL"},
        {doc = "dragonfly-in-pcb", at = "in_pcbbind, no free port", predicts = "EADDRNOTAVAIL"},
        {doc = "xnu-in-pcb", at = "in_pcbbind, no free port", on = ["darwin"], predicts = "EADDRNOTAVAIL"},
        {doc = "netbsd-in-pcb", at = "in_pcbsetport: portalgo_randport", predicts = "EAGAIN"},
        {doc = "haiku-endpoint-manager", at = "_BindToEphemeral"},
        {doc = "haiku-udp", at = "UdpDomainSupport::_BindToEphemeral", predicts = ["EADDRINUSE", "ENOBUFS"]},
        {doc = "cloudflare-ephemeral-2022", at = "tests of connectx: concurrent_count_tcp_bind: sockets that bind the wildcard and port 0 before they connect use the range up"}]
catalogue = ["ephemeral-exhaust-bind", "x-eph-bind", "nb-eagain", "ce-bind-first"]
needs = ["own-stack"]
tags = ["tcp", "udp", "ports", "ephemeral", "exhaustion"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const PortRange range = narrow_automatic_ports(4);
  const auto holders = take_all(range);
  Socket socket = make_socket("one more");
  CLAIM(socket.bind(loopback()), fails_with("EADDRINUSE"));
}
