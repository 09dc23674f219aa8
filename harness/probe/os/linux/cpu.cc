// sched_setaffinity(2), sched_getcpu(3).
#include "probe/net/cpu.h"

#include <sched.h>

#include <optional>

#include "probe/core/case.h"
#include "probe/core/transcript.h"

namespace probe {
namespace {

// The processors that this process may use when it is not pinned; nothing while it is not.
std::optional<cpu_set_t>& saved_affinity() {
  static std::optional<cpu_set_t> saved;
  return saved;
}

}  // namespace

int pin_to_current_cpu() {
  const int cpu = ::sched_getcpu();
  cpu_set_t only;
  CPU_ZERO(&only);
  cpu_set_t all;
  if (!saved_affinity() && ::sched_getaffinity(0, sizeof all, &all) == 0) saved_affinity() = all;
  if (cpu >= 0) CPU_SET(cpu, &only);
  needs(cpu >= 0 && ::sched_setaffinity(0, sizeof only, &only) == 0, "the right to stay on one processor");
  log_step("this process stays on one processor", std::to_string(cpu));
  return cpu;
}

void unpin_cpu() {
  std::optional<cpu_set_t>& saved = saved_affinity();
  if (saved) ::sched_setaffinity(0, sizeof *saved, &*saved);
  saved.reset();
}

}  // namespace probe
