/*---
claim = """While a server that set SO_REUSEADDR listens, another socket that sets it binds the same address
           and port. The article demonstrates this, and denies it further down."""
question = "Can a socket with SO_REUSEADDR bind the port while a server with SO_REUSEADDR listens there?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph after the first program: the third attempt succeeds"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR", on = ["winsock"]},
        {doc = "lwip-tcp", at = "tcp_bind: refused only at listen", on = ["lwip"]}]
disputed_by = [{doc = "reuseaddr-reuseport-article", at = "paragraph beginning Internally: listening on that exact address", predicts = "EADDRINUSE"},
               {doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["ar-4", "ar-5", "tcp-reuseaddr-blocked-by-listener"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = listening("first server", {reuseaddr});

  Socket third = tcp("third server");
  GIVEN(third.set(reuseaddr));
  CLAIM(third.bind(server.local()), succeeds());
}
