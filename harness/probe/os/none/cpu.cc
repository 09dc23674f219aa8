// Systems where the suite does not know how to stay on one processor.
#include "probe/net/cpu.h"

#include "probe/core/case.h"

namespace probe {

int stay_on_one_cpu() { throw Stop(Status::not_applicable, "needs a way to stay on one processor"); }

void leave_that_cpu() {}

}  // namespace probe
