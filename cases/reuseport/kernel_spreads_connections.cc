/*---
claim = "The kernel distributes incoming connections among all listening SO_REUSEPORT sockets."
question = "Does the kernel balance connections among listeners that share a port by SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "last but one paragraph: load-balancing"},
        {doc = "linux-commit-soreuseport", at = "message", on = ["linux"]},
        {doc = "linux-socket-7", at = "SO_REUSEPORT, accept(2) load distribution", on = ["linux"]},
        {doc = "dragonfly-in-pcb", at = "inp_localgroup_lookup", on = ["dragonfly"]},
        {doc = "stackoverflow-14388707", at = "Linux >= 3.9: connections are spread evenly over the listening sockets that share a port by SO_REUSEPORT", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "Linux >= 3.9: datagrams are spread evenly over UDP sockets that share a port by SO_REUSEPORT", on = ["linux"]},
        {doc = "lwn-542629", at = "Second of the traditional approaches: connections are spread evenly over the accepting threads or processes"},
        {doc = "lwn-542629", at = "SO_REUSEPORT UDP sockets: datagrams are spread evenly over UDP sockets that share a port by SO_REUSEPORT"},
        {doc = "cloudflare-accept-2017", at = "teaser: as a way around it: SO_REUSEPORT spreads connections equally"},
        {doc = "nginx-listen", at = "reuseport: a listening socket per worker by SO_REUSEPORT (Linux 3.9 and later, DragonFly BSD)", on = ["linux", "dragonfly"]},
        {doc = "nginx-blog-sharding-2015", at = "first paragraph: the kernel spreads connections over them"},
        {doc = "node-net", at = "listen options: reusePort: several sockets on one port, connections spread by the system, on Linux 3.9, DragonFly BSD 3.6", on = ["linux", "dragonfly", "freebsd", "sunos", "aix"]},
        {doc = "node-dgram", at = "createSocket, reusePort: reusePort spreads datagrams over the sockets (unchecked)"},
        {doc = "libuv-docs", at = "UV_UDP_REUSEPORT: datagrams are spread over the sockets on Linux 3.9, DragonFly 3.6, FreeBSD 12, Solaris 11.4", on = ["linux", "dragonfly", "freebsd", "sunos", "aix"]},
        {doc = "libuv-docs", at = "UV_TCP_REUSEPORT: all sockets must set it before the bind; connections are spread", on = ["linux", "dragonfly", "freebsd", "sunos", "aix"]},
        {doc = "haproxy-manual", at = "shards: the system spreads traffic evenly over the identical listeners"},
        {doc = "haproxy-manual", at = "management: troubleshooting: an old process that is still there gets some of the connections"},
        {doc = "envoy-listener", at = "reuse_port: a socket per worker: connections spread about evenly where there are many"},
        {doc = "deno-listen", at = "reusePort: On Linux connections are spread over the processes", on = ["linux"]},
        {doc = "devopsdaily-reuse-2025", at = "TL;DR: SO_REUSEPORT: several processes on one address and port, spread by the kernel"}]
disputed_by = [{doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT_LB: distribution is that other option's", on = ["freebsd"], predicts = "only one"},
               {doc = "stackoverflow-14388707", at = "Linux >= 3.9: other systems do not spread: the BSDs and macOS", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = ["uneven", "only one"]},
               {doc = "nginx-listen", at = "reuseport: on no other system does it work", on = ["netbsd", "openbsd", "darwin"], predicts = ["uneven", "only one"]},
               {doc = "libuv-docs", at = "UV_UDP_REUSEADDR: the same on the BSDs and macOS, where the flag sets SO_REUSEPORT", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "only one"},
               {doc = "envoy-listener", at = "enable_reuse_port: on macOS the option does not balance: one socket gets everything (unchecked)", on = ["darwin"], predicts = ["uneven", "only one"]}]
catalogue = ["ar-12", "reuseport-hash-spread", "df-lb", "so-l39-spread-tcp", "so-l39-spread-udp",
             "lwn-tcp-even", "lwn-udp-even", "ca-reuseport", "nx-reuseport", "ns-balance", "nd-reuseport",
             "dg-reuseport", "uv-udp-reuseport", "uv-tcp-reuseport", "ha-shards", "ha-both-serve",
             "en-even", "de-linux", "dd-rp", "so-l39-only-linux", "nx-reuseport-only", "uv-udp-last-bsd",
             "en-macos"]
tags = ["tcp", "udp", "SO_REUSEPORT", "distribution"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  Socket third = serving("third", {reuseport}, first.local());
  Socket fourth = serving("fourth", {reuseport}, first.local());
  CLAIM(spread_over({&first, &second, &third, &fourth}, first.local(), 200), "balanced");
}
