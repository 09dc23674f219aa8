#include "probe/core/step_sequence.h"

namespace probe {

Outcome in_turn(const std::vector<Turn>& turns) {
  for (const Turn& turn : turns) {
    const Outcome outcome = turn.take();
    if (outcome.is_missing()) return outcome;
    if (!outcome.is_ok()) return turn.name + ": " + outcome.text();
  }
  return Outcome::ok();
}

}  // namespace probe
