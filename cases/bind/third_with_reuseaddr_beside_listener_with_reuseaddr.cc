/*---
claim = """While a server that set SO_REUSEADDR listens, another socket that sets it binds the same address
           and port. The article demonstrates this, and denies it further down."""
question = "Can a socket with SO_REUSEADDR bind the port while a server with SO_REUSEADDR listens there?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph after the first program: the third attempt succeeds"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR", on = ["winsock"]},
        {doc = "lwip-tcp", at = "tcp_bind: refused only at listen", on = ["lwip"]},
        {doc = "rust-std-socket2", at = "socket2 set_reuse_address: with SO_REUSEADDR a socket may bind even where one is already listening on the port"},
        {doc = "boost-asio", at = "socket_base::reuse_address: the option lets a socket be bound to an address that is already in use"}]
disputed_by = [{doc = "reuseaddr-reuseport-article", at = "paragraph beginning Internally: listening on that exact address", predicts = "EADDRINUSE"},
               {doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 1, option on: same specific address, option on both: refused too", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Linux < 3.9: while a TCP socket listens on a port, SO_REUSEADDR is without effect for that port", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 2 (retold): TCP never lets two servers bind the same address and port", predicts = "EADDRINUSE"},
               {doc = "beej-bgnet", at = "setsockopt(): table: SO_REUSEADDR lets other sockets bind the port unless one is listening there", predicts = "EADDRINUSE"},
               {doc = "node-net", at = "server.listen(): listen fails with EADDRINUSE while another server listens on the port (both have SO_REUSEADDR)", predicts = "EADDRINUSE"},
               {doc = "dotnet-socket", at = "test table: on every system a second socket is refused a TCP port on which one listens (unchecked)", predicts = "EADDRINUSE"},
               {doc = "unix-socket-faq", at = "4.5: in every other state the port stays taken: a listener", predicts = "EADDRINUSE"},
               {doc = "unix-socket-faq", at = "4.11: SO_REUSEADDR does not let two servers bind the same address", predicts = "EADDRINUSE"}]
catalogue = ["ar-4", "ar-5", "tcp-reuseaddr-blocked-by-listener", "so-t1-on-both", "so-l-listener-ignores",
             "st-tcp-never", "bj-not-listening", "nd-eaddrinuse", "dn-unix-second", "rs-ra-listening",
             "ai-in-use", "fq-other-listen", "fq-one-server"]
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
