/*---
claim = "With SO_REUSEADDR and SO_REUSEPORT on both, two processes listen on the same address and port."
question = "Can two processes listen on one port if both set SO_REUSEADDR and SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "second program"},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: both options may be set on one socket"}]
catalogue = ["ar-16", "so-both-allowed"]
needs = ["two-processes"]
tags = ["tcp", "listen", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process elsewhere = another_process("second process");
  Socket first = listening("first", {reuseaddr, reuseport});

  Socket second = tcp(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  GIVEN(second.set(reuseport));
  const Outcome refused = first_failure_of(
      {{"bind", [&] { return second.bind(first.local()); }}, {"listen", [&] { return second.listen(); }}});
  CLAIM(with_receiver(refused, first, second, first.local()), succeeds());
}
