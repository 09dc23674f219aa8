/*---
claim = """A socket with SO_EXCLUSIVEADDRUSE on a specific address leaves the same port of another specific address to
           others, whatever options they set."""
question = "Does SO_EXCLUSIVEADDRUSE on one address leave the port free on other addresses?"
says = [{doc = "ms-so-exclusiveaddruse", at = "Bind Behavior with Various Options Set, rows Specific2", on = ["winsock"]},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_EXCLUSIVEADDRUSE, 10.0.0.1 and 10.99.99.99", on = ["winsock"]}]
disputed_by = [{doc = "dotnet-socket", at = "remarks: with exclusive use the first bind of a port, whatever its address, keeps every other socket from the port (unchecked)", on = ["winsock"], predicts = "EADDRINUSE"}]
catalogue = ["win-doc-conflict", "dn-exclusive-port"]
needs = ["second-address"]
tags = ["tcp", "udp", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket exclusive = make_socket("exclusive");
  GIVEN(exclusive.set(exclusiveaddruse));
  require_second_local();
  GIVEN(exclusive.bind(loopback()));

  Socket newcomer = make_socket("newcomer");
  CLAIM(newcomer.bind(second_local(exclusive.port())), succeeds());
}
