/*---
claim = """close() with SO_LINGER on and zero seconds resets the connection: the peer reads ECONNRESET, not
           end of file."""
question = "Does the peer read ECONNRESET after close() with SO_LINGER and zero seconds?"
says = [
  {doc = "ms-so-exclusiveaddruse", at = "SO_LINGER paragraph: the connection is reset", on = ["winsock"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: with lingering disabled by SO_LINGER (zero seconds) the connection is always ended by force and data in …"},
  {doc = "bernat-time-wait-2014", at = "Socket lingering, first flavor: with zero seconds the data are thrown away, a reset is sent, and there is no TIME_WAIT"},
  {doc = "stevens-unp-1", at = "SO_LINGER (retold): on with zero: buffered data are thrown away, a reset is sent, no TIME_WAIT"},
  {doc = "haproxy-manual", at = "option nolinger: a reset is sent, what is unsent is cut, and nothing is left in the system's tables"},
  {doc = "stackoverflow-13088864", at = "When to use SO_LINGER with timeout 0: zero seconds: a reset in the place of the sequence; the peer reads ECONNRESET"}
]
catalogue = ["linger0-rst", "x-linger0-peer", "so-linger-off", "vb-linger-zero", "st-linger-zero",
             "ha-nolinger", "sl-reset"]
tags = ["tcp", "close", "SO_LINGER", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(0));
  GIVEN(connection.server.close());
  CLAIM(connection.client.receive().outcome, fails_with("ECONNRESET"));
}
