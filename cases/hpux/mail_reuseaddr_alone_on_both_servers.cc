/*---
claim = """In the style that the mail gives HP-UX, SO_REUSEADDR alone is no help over TIME_WAIT: set by the
           old server and the restarted one."""
question = "Is SO_REUSEADDR on both servers no help over TIME_WAIT, as a mail says of HP-UX?"
says = [{doc = "python-list-2009", at = "Smith: ISTR HP-UX, which use SO_REUSEPORT instead", on = ["hpux"]}]
disputed_by = [{doc = "hpux-getsockopt-2", at = "p.139, SO_REUSEADDR paragraph: in a connected state before bind()", on = ["hpux"], predicts = "ok"}]
catalogue = ["py-4"]
tags = ["tcp", "time-wait", "hpux", "hpux-mail", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
