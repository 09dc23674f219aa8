/*---
claim = """A newcomer with SO_REUSEADDR gets the wildcard of a port that a socket without the option is bound
           to at a specific address."""
question = "Is SO_REUSEADDR on the new socket enough to bind the wildcard beside a bound specific address?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 7: specific address first, then the wildcard, option on the newcomer: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stackoverflow-14388707", at = "Linux < 3.9: in everything else SO_REUSEADDR works as in BSD", on = ["linux"]}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["so-t7", "so-l-else-as-bsd"]
tags = ["tcp", "udp", "wildcard", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.bind(loopback()));
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(wildcard_address(first.port())), succeeds());
}
