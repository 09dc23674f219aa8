/*---
claim = """A close() that lingers returns when the peer's TCP has acknowledged the data, though its program
           has not read them."""
question = """Does close() with SO_LINGER return as soon as the peer's TCP has the data, though nobody read
              them?"""
says = [{doc = "stevens-unp-1", at = "SO_LINGER (retold): a close() that lingers and returns ok says that the peer's TCP has the data, not that its program read them"}]
catalogue = ["st-linger-acked"]
tags = ["tcp", "close", "SO_LINGER", "duration"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(5));
  GIVEN(connection.server.send("x"));
  CLAIM(close_takes(connection.server), "none");
}
