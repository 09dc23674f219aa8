/*---
claim = """SO_REUSEADDR binds a port in TIME_WAIT, and only one process may do so: while the first one
           listens there, a second process with the option is refused."""
question = """Can a second process with SO_REUSEADDR bind a port in TIME_WAIT where the first one listens
              again?"""
says = [
  {doc = "fine-address-in-use", at = "Ways to Avoid Problems, first paragraph: only one process"},
  {doc = "linux-socket-7", at = "SO_REUSEADDR: except an active listening socket", on = ["linux"]},
  {doc = "reuseaddr-reuseport-article", at = "paragraph beginning Internally: listening on that exact address"},
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
  GIVEN(first.listen());

  Socket second = tcp(process, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(address), fails_with("EADDRINUSE"));
}
