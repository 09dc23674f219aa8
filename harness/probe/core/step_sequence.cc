#include "probe/core/step_sequence.h"

#include <map>

#include "probe/core/case.h"

namespace probe {

Outcome first_failure_of(const std::vector<NamedStep>& steps) {
  for (const NamedStep& step : steps) {
    const Outcome outcome = step.run();
    if (outcome.is_missing()) return outcome;
    if (!outcome.is_ok()) return step.name + ": " + outcome.text();
  }
  return Outcome::ok();
}

Outcome each_time(int times, const std::function<Outcome()>& step) {
  std::map<std::string, int> counts;
  for (int i = 0; i < times && counts.size() < 2; ++i) {
    const Outcome outcome = step();
    if (outcome.is_missing()) return outcome;
    ++counts[outcome.text()];
  }
  std::string words;
  for (const auto& [word, count] : counts) {
    detail("times " + word, count);
    words += (words.empty() ? "" : " or ") + word;
  }
  return words;
}

}  // namespace probe
