#include "probe/core/common_outcomes.h"

#include <string>

namespace probe {

Outcome outcomes_of(std::initializer_list<Outcome> outcomes) {
  std::string text;
  for (const Outcome& outcome : outcomes) {
    if (outcome.is_missing()) return outcome;
    text += (text.empty() ? "" : ", ") + outcome.text();
  }
  return text;
}

}  // namespace probe
