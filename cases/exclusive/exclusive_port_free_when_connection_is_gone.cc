/*---
claim = """A listener with SO_EXCLUSIVEADDRUSE accepts a connection and closes; once the connection is inactive (here: reset),
           another socket with SO_EXCLUSIVEADDRUSE binds the port."""
question = "Can a SO_EXCLUSIVEADDRUSE server restart once its last connection is gone?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_EXCLUSIVEADDRUSE: until the original connection becomes inactive", on = ["winsock"]},
        {doc = "ms-so-exclusiveaddruse", at = "paragraph after the table: until the accepted connection is no longer active", on = ["winsock"]}]
catalogue = ["win-excl-active"]
tags = ["tcp", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({exclusiveaddruse});
  const Address address = connection.listener.local();
  GIVEN(connection.listener.close());
  Socket early = tcp("early");
  GIVEN(early.set(exclusiveaddruse));
  needs(!early.bind(address).is_ok(), "a port that the connection keeps while it lives");

  GIVEN(connection.client.set_linger(0));
  GIVEN(connection.client.close());
  GIVEN(connection.server.receive(), is_not("nothing"));  // the reset, or an end: Wine tells it so
  GIVEN(connection.server.close());

  Socket again = tcp("again");
  GIVEN(again.set(exclusiveaddruse));
  CLAIM(again.bind(address), succeeds());
}
