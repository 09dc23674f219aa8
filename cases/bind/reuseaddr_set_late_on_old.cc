/*---
claim = """SO_REUSEADDR on the old socket counts even if it was set after its bind: a newcomer with the
           option binds the same address and port."""
question = "Does SO_REUSEADDR count if the first socket sets it only after its bind()?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict reads sk2->sk_reuse", on = ["linux"]}]
disputed_by = [{doc = "stackoverflow-14388707", at = "Linux < 3.9: both must have set it before they were bound", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "java-net", at = "StandardSocketOptions.SO_REUSEADDR: changing SO_REUSEADDR after the socket was bound has no effect", predicts = "EADDRINUSE"}]
catalogue = ["reuseaddr-set-late-on-old", "so-l-before-bind", "jv-late-ra"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket old = tcp("old");
  GIVEN(old.bind(loopback()));
  GIVEN(old.set(reuseaddr));

  Socket newcomer = tcp("newcomer");
  GIVEN(newcomer.set(reuseaddr));
  CLAIM(newcomer.bind(old.local()), succeeds());
}
