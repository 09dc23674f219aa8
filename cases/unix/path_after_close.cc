/*---
claim = "The path of a local (AF_UNIX) socket stays in use after the socket is closed."
question = "Is the path of an AF_UNIX socket still in use after close()?"
says = [{doc = "linux-unix-7", at = "ERRORS, EADDRINUSE: the filesystem socket object already exists; NOTES", on = ["linux"]}]
catalogue = ["unix-path-rebind"]
tags = ["unix", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const LocalPath path;
  Socket first = unix_stream("first");
  GIVEN(first.bind(path.address()));
  GIVEN(first.close());

  Socket again = unix_stream("again");
  CLAIM(again.bind(path.address()), fails_with("EADDRINUSE"));
}
