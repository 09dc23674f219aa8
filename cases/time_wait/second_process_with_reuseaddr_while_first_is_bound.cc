/*---
claim = """SO_REUSEADDR binds a port in TIME_WAIT, and only one process may do so: while the first one is
           bound there, a second process with the option is refused."""
question = "Can two processes with SO_REUSEADDR bind a port in TIME_WAIT?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, first paragraph: only one process"}]
disputed_by = [
  {doc = "linux-socket-7", at = "SO_REUSEADDR: except an active listening socket", on = ["linux"], predicts = "ok"},
  {doc = "reuseaddr-reuseport-article", at = "first sentence", predicts = "ok"},
]
catalogue = ["fi-23"]
needs = ["two-processes"]
tags = ["tcp", "time-wait", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("second process");
  const Address address = leave_time_wait({reuseaddr});
  Socket first = tcp("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(address));

  Socket second = tcp(process, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(address), fails_with("EADDRINUSE"));
}
