/*---
claim = "Two UDP sockets that both set SO_REUSEADDR share one specific address and port."
question = "Can two UDP sockets bind the same address and port with SO_REUSEADDR?"
says = [{doc = "linux-udp-c", at = "udp_lib_lport_inuse: both sk_reuse, no conflict"},
        {doc = "gvisor-ports", at = "Flags: MostRecent", on = ["gvisor"]},
        {doc = "stackoverflow-14388707", at = "Linux < 3.9: among sockets that do not listen SO_REUSEADDR on both works like SO_REUSEPORT of the BSDs", on = ["linux"]},
        {doc = "lwn-542629", at = "SO_REUSEADDR: SO_REUSEADDR already lets several UDP sockets bind one port and receive there"},
        {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 4 (retold): UDP sockets bind exactly the same address and port with SO_REUSEADDR"},
        {doc = "node-dgram", at = "createSocket, reuseAddr: where both set it, both are bound"},
        {doc = "libuv-docs", at = "UV_UDP_REUSEADDR: several processes bind one UDP address where all set the flag; only the last one that bound receives", on = ["linux"]},
        {doc = "java-net", at = "DatagramSocket.setReuseAddress; StandardSocketOptions: SO_REUSEADDR lets several UDP sockets bind one address"},
        {doc = "glib-socket-bind", at = "allow_reuse, UDP: the flag says whether other UDP sockets can be bound to the address at the same time"},
        {doc = "unix-socket-faq", at = "4.11: on Solaris SO_REUSEADDR takes the place of SO_REUSEPORT", on = ["sunos"]}]
disputed_by = [{doc = "freebsd-in-pcb", at = "in_pcbbind_setup: only reuseport counts for unicast", predicts = "bind: EADDRINUSE"},
               {doc = "netbsd-in-pcb", at = "in_pcbbind_port", predicts = "bind: EADDRINUSE"},
               {doc = "openbsd-in-pcb", at = "in_pcbaddrisavail", predicts = "bind: EADDRINUSE"},
               {doc = "xnu-in-pcb", at = "in_pcbbind", on = ["darwin"], predicts = "bind: EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 1, option on: same specific address, option on both: refused too", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: before SO_REUSEPORT a BSD had no way to bind two sockets to exactly the same address", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Solaris: on Solaris two sockets cannot be bound to exactly the same address and port at all", on = ["sunos"], predicts = "EADDRINUSE"}]
catalogue = ["udp-reuseaddr-share", "x-udp-ra", "so-t1-on-both", "so-bsd-no-other-way", "so-l-client-as-rp",
             "so-s-no-identical", "lwn-ra-udp-share", "st-udp-duplicate", "dg-reuse-both", "uv-udp-last",
             "jv-udp-ra", "gl-udp", "fq-solaris"]
tags = ["udp", "SO_REUSEADDR", "sharing"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());
  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
