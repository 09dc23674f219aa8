/*---
claim = "A socket with SO_EXCLBIND on a specific address leaves the same port of another specific address to others."
question = "Does SO_EXCLBIND on one address leave the port free on other addresses?"
says = [{doc = "illumos-tcp-bind", at = "tcp_bindi, comment table: spec/spec", on = ["sunos"]}]
disputed_by = [{doc = "illumos-tcp-4p", at = "SO_EXCLBIND: no other socket on the same port", on = ["sunos"], predicts = "EADDRINUSE"}]
catalogue = ["il-excl-spec"]
needs = ["second-address"]
tags = ["tcp", "udp", "SO_EXCLBIND"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket exclusive = make_socket("exclusive");
  GIVEN(exclusive.set(exclbind));
  require_second_local();
  GIVEN(exclusive.bind(loopback()));

  Socket newcomer = make_socket("newcomer");
  CLAIM(newcomer.bind(second_local(exclusive.port())), succeeds());
}
