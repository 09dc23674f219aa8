/*---
claim = "close() with SO_LINGER on and zero seconds leaves no TIME_WAIT behind."
question = "Does close() with SO_LINGER and zero seconds avoid TIME_WAIT?"
says = [{doc = "ms-so-exclusiveaddruse", at = "SO_LINGER paragraph, active wait state", on = ["winsock"]},
        {doc = "bernat-time-wait-2014", at = "Socket lingering, first flavor: with zero seconds the data are thrown away, a reset is sent, and there is no TIME_WAIT"},
        {doc = "stevens-unp-1", at = "SO_LINGER (retold): on with zero: buffered data are thrown away, a reset is sent, no TIME_WAIT"},
        {doc = "haproxy-manual", at = "option nolinger: a reset is sent, what is unsent is cut, and nothing is left in the system's tables"},
        {doc = "stackoverflow-13088864", at = "When to use SO_LINGER with timeout 0: and no TIME_WAIT"}]
catalogue = ["s2-linger0", "linger0-rst", "vb-linger-zero", "st-linger-zero", "ha-nolinger", "sl-no-tw"]
tags = ["tcp", "close", "SO_LINGER", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(0));
  GIVEN(connection.server.close());
  detail("client_reads", connection.client.receive().outcome.text());
  GIVEN(connection.client.close());
  GIVEN(connection.listener.close());
  CLAIM(what_is_left(connection.server_address, connection.client_address), "nothing");
}
