/*---
claim = "A control: the stack that answers is the one that the run is named after, by what it says of itself."
question = "Is the stack that answers the one that the run names?"
says = []
tags = ["control"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  if (!expected_network_stack())
    OBSERVE(network_stack_name());
  else
    CLAIM(network_stack_name(), *expected_network_stack());
}
