/*---
claim = """SO_REUSEPORT does not include SO_REUSEADDR: set by the newcomer alone it does not open a specific
           address beside the wildcard."""
question = "Is SO_REUSEPORT on the new socket enough to bind a specific address beside a bound wildcard?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: SO_REUSEPORT does not include SO_REUSEADDR"}]
catalogue = ["so-rp-not-ra"]
tags = ["tcp", "udp", "wildcard", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.bind(wildcard_address()));
  GIVEN(second.set(reuseport));
  CLAIM(second.bind(loopback(first.port())), fails_with("EADDRINUSE"));
}
