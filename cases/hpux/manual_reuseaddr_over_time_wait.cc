/*---
claim = """In the style of the HP-UX manual, SO_REUSEADDR is what binds over TIME_WAIT, which is left of a
           socket that was connected."""
question = "Does SO_REUSEADDR bind over TIME_WAIT, as the HP-UX manual says?"
says = [
  {doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: in a connected state before bind()", on = ["hpux"]},
  {doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"]},
]
disputed_by = [{doc = "python-list-2009", at = "Smith: ISTR HP-UX, which use SO_REUSEPORT instead", on = ["hpux"], predicts = "EADDRINUSE"}]
catalogue = ["py-4"]
tags = ["tcp", "time-wait", "SO_REUSEADDR", "hpux", "hpux-manual"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), succeeds());
}
