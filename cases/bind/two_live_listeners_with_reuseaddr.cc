/*---
claim = "SO_REUSEADDR lets two processes use the same port at the same time: both listen."
question = "Can two processes listen on the same TCP port with SO_REUSEADDR alone?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: different processes"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR", on = ["winsock"]}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"], predicts = "bind: EADDRINUSE"}]
catalogue = ["fi-31"]
needs = ["two-processes"]
tags = ["tcp", "bind", "listen", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process elsewhere = another_process("second process");
  Socket first = listening("first", {reuseaddr});

  Socket second = tcp(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  const Outcome refused = first_failure_of(
      {{"bind", [&] { return second.bind(first.local()); }}, {"listen", [&] { return second.listen(); }}});
  CLAIM(with_receiver(refused, first, second, first.local()), succeeds());
}
