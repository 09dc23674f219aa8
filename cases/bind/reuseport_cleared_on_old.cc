/*---
claim = """A TCP socket that was bound with SO_REUSEPORT and cleared it keeps its port shared: the option
           counts as it was at bind(), and a newcomer with it binds."""
question = "Can a TCP socket lock its port again by clearing SO_REUSEPORT after bind()?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_get_port: tb->fastreuseport", on = ["linux"]}]
tags = ["tcp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket old = tcp("old");
  GIVEN(old.set(reuseport));
  GIVEN(old.bind(loopback()));
  GIVEN(old.set(reuseport, 0));

  Socket newcomer = tcp("newcomer");
  GIVEN(newcomer.set(reuseport));
  CLAIM(newcomer.bind(old.local()), succeeds());
}
