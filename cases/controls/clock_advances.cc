/*---
claim = "A control: the clock that durations are measured by goes forward while a case waits."
question = "Does the clock advance while a case waits?"
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const double start = now();
  Socket silent = serving("silent", {}, loopback());
  GIVEN(!silent.is_readable(0.02));
  CLAIM(now() - start > 0.01 ? "advances" : "stands", "advances");
}
