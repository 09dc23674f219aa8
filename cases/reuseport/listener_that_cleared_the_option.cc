/*---
claim = "A listener that cleared SO_REUSEPORT is joined by nobody: a newcomer with the option is refused."
question = "Can a newcomer join a listener that cleared SO_REUSEPORT after it began to listen?"
says = [{doc = "linux-socket-7", at = "SO_REUSEPORT: must be set on each socket (including the first)", on = ["linux"]}]
tags = ["tcp", "listen", "sharing", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket holder = serving("holder", {reuseport}, loopback());
  GIVEN(holder.set(reuseport, 0));
  Socket newcomer = tcp("newcomer");
  GIVEN(newcomer.set(reuseport));
  CLAIM(join_outcome(newcomer, holder, holder.local()), "bind: EADDRINUSE");
}
