/*---
claim = """A listening socket with SO_REUSEADDR that was shut down is an open socket that does not listen:
           another one with SO_REUSEADDR may bind its port, listens there and receives the connections."""
question = """Can another SO_REUSEADDR socket listen on the port of a listener that was shut down but not
              closed?"""
says = [{doc = "linux-socket-7", at = "SO_REUSEADDR, active listening socket", on = ["linux"]},
        {doc = "haproxy-manual", at = "management: starting: without SO_REUSEPORT the old process can stop listening for a while so that the new one binds"}]
catalogue = ["shutdown-listener", "ha-pause"]
tags = ["tcp", "listen", "shutdown", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = listening("first", {reuseaddr}, loopback(free_port()));
  Socket early = tcp("early");
  GIVEN(early.set(reuseaddr));
  detail("before_shutdown", join_outcome(early, first, first.local()).text());
  GIVEN(early.close());

  const Address address = shut_down(first);
  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(hijack(first, second, address), "stolen");
}
