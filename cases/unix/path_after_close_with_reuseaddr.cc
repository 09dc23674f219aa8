/*---
claim = """SO_REUSEADDR changes nothing for the path of a local (AF_UNIX) socket: it stays in use after the
           socket is closed."""
question = "Does SO_REUSEADDR let a server bind the leftover path of an AF_UNIX socket?"
says = [{doc = "linux-unix-7", at = "ERRORS, EADDRINUSE: the filesystem socket object already exists", on = ["linux"]}]
catalogue = ["unix-path-rebind"]
tags = ["unix", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const LocalPath path;
  Socket first = unix_stream("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(path.address()));
  GIVEN(first.close());

  Socket again = unix_stream("again");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(path.address()), fails_with("EADDRINUSE"));
}
