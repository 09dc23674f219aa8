/*---
claim = """A listener with SO_EXCLUSIVEADDRUSE accepts a connection and closes: another socket with SO_EXCLUSIVEADDRUSE
           cannot bind the port while the connection is active."""
question = "Can a SO_EXCLUSIVEADDRUSE server restart while an old connection is still open?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_EXCLUSIVEADDRUSE: until the original connection becomes inactive", on = ["winsock"], predicts = ["EADDRINUSE", "EACCES"]},
        {doc = "ms-so-exclusiveaddruse", at = "paragraph after the table: until the accepted connection is no longer active", on = ["winsock"], predicts = ["EADDRINUSE", "EACCES"]}]
disputed_by = [{doc = "dotnet-socket", at = "remarks: until the first socket is destroyed (unchecked)", on = ["winsock"], predicts = "ok"}]
catalogue = ["win-excl-active", "dn-until-destroyed"]
tags = ["tcp", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({exclusiveaddruse});
  const Address address = connection.listener.local();
  GIVEN(connection.listener.close());

  Socket again = tcp("again");
  GIVEN(again.set(exclusiveaddruse));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
