#include "probe/core/step_sequence.h"

namespace probe {

Outcome first_failure_of(const std::vector<NamedStep>& steps) {
  for (const NamedStep& step : steps) {
    const Outcome outcome = step.run();
    if (outcome.is_missing()) return outcome;
    if (!outcome.is_ok()) return step.name + ": " + outcome.text();
  }
  return Outcome::ok();
}

}  // namespace probe
