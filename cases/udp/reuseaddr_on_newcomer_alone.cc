/*---
claim = """Any number of UDP sockets may bind a port once the newcomer sets SO_REUSEADDR; the first one needs
           no option."""
question = "Can a UDP socket with SO_REUSEADDR bind a port that one without it holds?"
says = [{doc = "illumos-udp", at = "udp_do_bind", on = ["sunos"]},
        {doc = "stackoverflow-14388707", at = "Windows: on Windows SO_REUSEADDR on the newcomer alone binds exactly the address of another socket", on = ["winsock"]},
        {doc = "node-dgram", at = "createSocket, reuseAddr: reuseAddr binds an address although another process is bound to it (nothing is said of that one's options)"},
        {doc = "boost-asio", at = "basic_datagram_socket::reuse_address: the same words for datagram sockets"}]
disputed_by = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both must reuse", predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 1, option on: same specific address, option on the newcomer: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Linux < 3.9: both must have set it", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "dotnet-socket", at = "test table: UDP: the second bind succeeds only where both set ReuseAddress (both options on Unix) (unchecked)", predicts = "bind: EADDRINUSE"}]
catalogue = ["il-udp-ra", "so-t1-on-newcomer", "so-l-client-both", "so-w-newcomer-only", "dg-reuse",
             "dn-udp-table", "ai-udp"]
tags = ["udp", "SO_REUSEADDR", "hijack", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {}, wildcard_address());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
