// sched_setaffinity(2), sched_getcpu(3).
#include "probe/net/cpu.h"

#include <sched.h>

#include <optional>

#include "probe/core/case.h"
#include "probe/core/transcript.h"

namespace probe {
namespace {

std::optional<cpu_set_t> before;  // set while the process stays on one processor

}  // namespace

int pin_to_current_cpu() {
  const int cpu = ::sched_getcpu();
  cpu_set_t only;
  CPU_ZERO(&only);
  cpu_set_t all;
  if (!before && ::sched_getaffinity(0, sizeof all, &all) == 0) before = all;
  if (cpu >= 0) CPU_SET(cpu, &only);
  needs(cpu >= 0 && ::sched_setaffinity(0, sizeof only, &only) == 0, "the right to stay on one processor");
  log_step("this process stays on one processor", std::to_string(cpu));
  return cpu;
}

void unpin_cpu() {
  if (before) ::sched_setaffinity(0, sizeof *before, &*before);
  before.reset();
}

}  // namespace probe
