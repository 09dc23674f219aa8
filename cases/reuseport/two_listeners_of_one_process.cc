/*---
claim = "With SO_REUSEPORT a server may have a listening socket of its own for each of its threads, all on one address."
question = "Can each thread of a server have its own listener on one port with SO_REUSEPORT?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT, second paragraph: distinct listener socket for each thread", on = ["linux"]},
        {doc = "linux-commit-soreuseport", at = "message", on = ["linux"]}]
catalogue = ["reuseport-two-listeners"]
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
