/*---
claim = "connect() passes over a port that a plain socket is bound to, though it does not listen."
question = "Does connect() choose a port to which another socket is bound?"
says = [{doc = "cloudflare-ephemeral-2022", at = "tests of connectx: skip_unconnected: connect() passes over a port that a plain socket is bound to (it need not listen)"},
        {doc = "popcount-bind-before-connect-2014", at = "excerpt of __inet_hash_connect: connect() passes over a port that a socket was bound to by bind()"}]
catalogue = ["ce-skip-bound", "pc-bound-ports-skipped"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "bind", "connect"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  narrow_automatic_ports(1);
  Socket holder = tcp("holder");
  GIVEN(holder.bind(loopback()));
  Socket client = tcp("client");
  CLAIM(client.connect(destination.local()), fails_with("EADDRNOTAVAIL"));
}
