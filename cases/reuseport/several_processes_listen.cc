/*---
claim = "SO_REUSEPORT on all of them lets several processes bind and listen on the same port at the same time."
question = "Can several processes listen on the same port with SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph after the second program"},
        {doc = "linux-commit-soreuseport", at = "message", on = ["linux"]},
        {doc = "linux-socket-7", at = "SO_REUSEPORT", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT", on = ["freebsd"]},
        {doc = "macos-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT", on = ["darwin"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: with SO_REUSEPORT on all of them any number of sockets bind exactly the same address and port"},
        {doc = "stackoverflow-14388707", at = "Linux >= 3.9: SO_REUSEPORT works exactly as in BSD", on = ["linux"]},
        {doc = "lwn-542629", at = "second and third paragraph: where the first server set the option before its bind, any number of others that set it bind the same port"},
        {doc = "nginx-listen", at = "reuseport: a listening socket per worker by SO_REUSEPORT (Linux 3.9 and later, DragonFly BSD)", on = ["linux", "dragonfly"]},
        {doc = "nginx-blog-sharding-2015", at = "first paragraph: SO_REUSEPORT lets several sockets listen on one address and port"},
        {doc = "nginx-blog-sharding-2015", at = "second paragraph: a new version of a program can bind and listen while the old one still does"},
        {doc = "python-asyncio", at = "create_server, reuse_port: SO_REUSEPORT binds the port of other endpoints, so long as all set it"},
        {doc = "haproxy-manual", at = "management: reloading: with SO_REUSEPORT the new process binds without asking the old one"},
        {doc = "stackoverflow-1694148", at = "addition: since Linux 3.9 several can by SO_REUSEPORT", on = ["linux"]}]
disputed_by = [{doc = "hpux-getsockopt-2", at = "SO_REUSEPORT, p.139: datagram sockets only", on = ["hpux"], predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]}]
catalogue = ["ar-11", "fb-rp-dup", "so-rp-any-number", "so-l39-as-bsd", "lwn-share", "nx-reuseport",
             "ns-several", "ns-rolling", "as-rp", "ha-seamless", "sa-39"]
needs = ["two-processes"]
tags = ["tcp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process another = another_process("second process");
  Socket first = serving("first", {reuseport}, loopback());

  Socket second = tcp(another, "second");
  GIVEN(second.set(reuseport));
  CLAIM(join_outcome(second, first, first.local()), succeeds());
}
