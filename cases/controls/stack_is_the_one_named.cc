/*---
claim = "A control: the stack that answers is the one that the run is named after, by what it says of itself."
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  if (!expected_stack())
    OBSERVE(stack_name());
  else
    CLAIM(stack_name(), *expected_stack());
}
