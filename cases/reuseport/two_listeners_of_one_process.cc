/*---
claim = "With SO_REUSEPORT a server may have a listening socket of its own for each of its threads, all on one address."
question = "Can each thread of a server have its own listener on one port with SO_REUSEPORT?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT, second paragraph: distinct listener socket for each thread", on = ["linux"]},
        {doc = "linux-commit-soreuseport", at = "message", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: with SO_REUSEPORT on all of them any number of sockets bind exactly the same address and port"},
        {doc = "lwn-542629", at = "second and third paragraph: where the first server set the option before its bind, any number of others that set it bind the same port"},
        {doc = "nginx-blog-sharding-2015", at = "first paragraph: SO_REUSEPORT lets several sockets listen on one address and port"},
        {doc = "java-net", at = "StandardSocketOptions.SO_REUSEPORT: SO_REUSEPORT usually lets several listening sockets have one address and port"},
        {doc = "rust-std-socket2", at = "socket2 set_reuse_port: with SO_REUSEPORT a socket may bind even where one is already listening on the port"}]
catalogue = ["reuseport-two-listeners", "so-rp-any-number", "lwn-share", "ns-several", "jv-tcp-rp",
             "rs-rp-listening"]
tags = ["tcp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = serving("first", {reuseport}, loopback());

  Socket second = tcp("second");
  GIVEN(second.set(reuseport));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
