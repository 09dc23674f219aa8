/*---
claim = """Without any option, the wildcard address is refused while a socket is bound to a specific address
           of the same port; neither listens."""
question = "Can a plain socket bind the wildcard of a port that is bound at one address?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 5: specific address first, then the wildcard, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
catalogue = ["so-t5"]
tags = ["tcp", "udp", "wildcard", "bind"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.bind(loopback()));
  CLAIM(second.bind(wildcard_address(first.port())), fails_with("EADDRINUSE"));
}
