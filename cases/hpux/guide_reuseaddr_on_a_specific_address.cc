/*---
claim = """In the style of HP's sockets guide, SO_REUSEADDR changes the rules of bind with a wildcard address
           only: over TIME_WAIT at a specific address it is no help."""
question = "Is SO_REUSEADDR no help over TIME_WAIT at a specific address, as HP's guide says?"
says = [{doc = "hpux-sockets-guide", at = "ch.3 p.65: only when a wildcard address is used", on = ["hpux"]}]
disputed_by = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: in a connected state before bind()", on = ["hpux"], predicts = "ok"},
  {doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"], predicts = "ok"},
  {doc = "python-list-2009", at = "Smith: using SO_REUSEADDR is pretty safe", predicts = "ok"},
]
catalogue = ["hpx-guide-wild"]
tags = ["tcp", "time-wait", "SO_REUSEADDR", "hpux", "hpux-guide"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr}, loopback());

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
