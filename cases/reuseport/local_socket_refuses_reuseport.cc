/*---
claim = "SO_REUSEPORT is for AF_INET and AF_INET6: on a local (AF_UNIX) socket it cannot be set."
question = "Can SO_REUSEPORT be set on an AF_UNIX socket?"
says = [{doc = "linux-sock-c", at = "SO_REUSEPORT: EOPNOTSUPP", on = ["linux"]}]
catalogue = ["reuseport-unix"]
tags = ["unix", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  Socket local = unix_stream("local");
  CLAIM(local.set(reuseport), fails_with("EOPNOTSUPP"));
}
