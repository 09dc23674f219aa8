/*---
claim = "A name in the abstract namespace is free as soon as the socket that had it is closed."
question = "Is an abstract AF_UNIX name free as soon as its socket is closed?"
says = [{doc = "linux-unix-7", at = "Abstract sockets: disappear when all open references are closed", on = ["linux"]},
        {doc = "systemd-socket-5", at = "ListenStream=@: a name in the abstract namespace"}]
catalogue = ["unix-path-rebind", "sd-abstract"]
tags = ["unix", "bind", "abstract"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const Address name = abstract_name();
  Socket first = unix_stream("first");
  needs(first.bind(name).is_ok(), "an abstract namespace of local sockets");
  Socket beside = unix_stream("beside");
  GIVEN(beside.bind(name), "EADDRINUSE");
  GIVEN(first.close());

  Socket again = unix_stream("again");
  CLAIM(again.bind(name), succeeds());
}
