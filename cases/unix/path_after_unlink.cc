/*---
claim = """Once its path is unlinked, a local (AF_UNIX) socket binds there, even while the first one is still
           open."""
question = "Can the path of an AF_UNIX socket be bound again once it is unlinked?"
says = [{doc = "linux-unix-7", at = "NOTES: binding creates a socket in the filesystem, deleted with unlink(2)", on = ["linux"]}]
catalogue = ["unix-path-rebind"]
tags = ["unix", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  LocalPath path;
  Socket first = unix_stream("first");
  GIVEN(first.bind(path.address()));
  GIVEN(first.listen());
  GIVEN(path.remove());

  Socket again = unix_stream("again");
  CLAIM(again.bind(path.address()), succeeds());
}
