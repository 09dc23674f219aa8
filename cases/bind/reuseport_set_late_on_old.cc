/*---
claim = """SO_REUSEPORT on the old socket counts even if it was set after its bind: a newcomer with the
           option binds the same address and port."""
question = "Does SO_REUSEPORT count if the first socket sets it only after its bind()?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict reads sk2->sk_reuseport", on = ["linux"]},
        {doc = "nginx-listen", at = "multipath: changing multipath sets SO_REUSEPORT on the old socket while it listens, so that the new one can be opened", on = ["linux"]}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEPORT: prior to calling bind", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: what counts is whether the old socket had SO_REUSEPORT set when it was bound", predicts = "EADDRINUSE"},
               {doc = "java-net", at = "StandardSocketOptions.SO_REUSEPORT: changing SO_REUSEPORT after the socket was bound has no effect", predicts = "EADDRINUSE"}]
catalogue = ["reuseaddr-set-late-on-old", "so-rp-before-bind", "nx-multipath", "jv-late-rp"]
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
