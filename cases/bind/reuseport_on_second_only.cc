/*---
claim = "SO_REUSEPORT is needed on the first socket too: with the second alone having set it, the second bind fails."
question = "Can two sockets share a port if only the second one set SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph on the key difference: on all sockets"},
        {doc = "linux-socket-7", at = "SO_REUSEPORT: on each socket, including the first", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT: if they all set", on = ["freebsd"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: if the first socket did not set SO_REUSEPORT, no other one can bind that address and port, whatever it sets"},
        {doc = "stevens-unp-1", at = "SO_REUSEPORT: exactly equal bindings only where each socket set SO_REUSEPORT"},
        {doc = "python-asyncio", at = "create_server, reuse_port: SO_REUSEPORT binds the port of other endpoints, so long as all set it"},
        {doc = "libuv-docs", at = "UV_TCP_REUSEPORT: all sockets must set it before the bind; connections are spread", on = ["linux", "dragonfly", "freebsd", "sunos", "aix"]},
        {doc = "unix-socket-faq", at = "4.11: SO_REUSEPORT lets several processes bind one address, provided all set it"}]
catalogue = ["ar-14", "so-rp-first", "st-rp-each", "as-rp", "uv-tcp-reuseport", "fq-rp-all"]
tags = ["tcp", "udp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {}, loopback());

  Socket second = make_socket("second");
  GIVEN(second.set(reuseport));
  CLAIM(second.bind(first.local()), fails_with("EADDRINUSE"));
}
