/*---
claim = """SO_REUSEPORT on the old socket counts even if it was set after its bind: a newcomer with the
           option binds the same address and port."""
question = "Does SO_REUSEPORT count if the first socket sets it only after its bind()?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict reads sk2->sk_reuseport", on = ["linux"]}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEPORT: prior to calling bind", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["reuseaddr-set-late-on-old"]
tags = ["tcp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket old = tcp("old");
  GIVEN(old.bind(loopback()));
  GIVEN(old.set(reuseport));

  Socket newcomer = tcp("newcomer");
  GIVEN(newcomer.set(reuseport));
  CLAIM(newcomer.bind(old.local()), succeeds());
}
