/*---
claim = """SO_EXCLBIND overrides SO_REUSEADDR: while a socket with it holds the wildcard address, a newcomer with
           SO_REUSEADDR is refused a specific address of the port."""
question = "Does SO_EXCLBIND on the wildcard keep out a socket with SO_REUSEADDR on a specific address?"
says = [{doc = "illumos-getsockopt-3socket", at = "SO_EXCLBIND: overrides SO_REUSEADDR", on = ["sunos"]},
        {doc = "illumos-tcp-4p", at = "Listening And Connecting, SO_EXCLBIND", on = ["sunos"]},
        {doc = "stackoverflow-14388707", at = "Solaris: SO_EXCLBIND on the socket that holds the wildcard makes SO_REUSEADDR of a newcomer without effect", on = ["sunos"]}]
catalogue = ["il-excl", "so-s-exclbind"]
tags = ["tcp", "udp", "wildcard", "SO_EXCLBIND", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket exclusive = make_socket("exclusive");
  GIVEN(exclusive.set(exclbind));
  GIVEN(exclusive.bind(wildcard_address()));

  Socket newcomer = make_socket("newcomer");
  GIVEN(newcomer.set(reuseaddr));
  CLAIM(newcomer.bind(loopback(exclusive.port())), fails_with("EADDRINUSE"));
}
