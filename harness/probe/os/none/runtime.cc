// Systems where the suite cannot look at the sockets of another process.
#include "probe/scenarios/runtime.h"

#include "probe/core/case.h"

namespace probe {
namespace {

[[noreturn]] Outcome refuse() {
  throw CaseAborted(Status::not_applicable,
                    "needs a system whose processes may look at each other's sockets");
}

}  // namespace

Outcome options_of_listener(const RuntimeProgram& /*program*/, double /*timeout*/) { return refuse(); }
Outcome options_of_receiver(const RuntimeProgram& /*program*/, double /*timeout*/) { return refuse(); }
Outcome output_of(const RuntimeProgram& /*program*/, double /*timeout*/) { return refuse(); }
Outcome families_of_listener(const RuntimeProgram& /*program*/, double /*timeout*/) { return refuse(); }

}  // namespace probe
