/*---
claim = "An option can be set on a connection that was shut down in both directions."
question = "Can SO_REUSEADDR be set on a connection after shutdown()?"
says = [{doc = "posix-2017-setsockopt", at = "ERRORS EINVAL: setting an option on a socket that was shut down may fail with EINVAL", predicts = ["ok", "EINVAL"]}]
catalogue = ["px-einval-after-shutdown"]
tags = ["tcp", "shutdown", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.shutdown(How::both));
  CLAIM(connection.server.set(reuseaddr), succeeds());
}
