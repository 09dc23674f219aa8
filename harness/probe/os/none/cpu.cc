// Systems where the suite does not know how to stay on one processor.
#include "probe/net/cpu.h"

#include "probe/core/case.h"

namespace probe {

int pin_to_current_cpu() {
  throw CaseAborted(Status::not_applicable, "needs a way to stay on one processor");
}

void unpin_cpu() {}

}  // namespace probe
