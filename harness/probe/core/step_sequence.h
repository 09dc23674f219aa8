// Steps of several sockets whose order is the situation: any of them may be the one that a system refuses.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "probe/core/outcome.h"

namespace probe {

struct Turn {
  std::string name;  // "second listen"
  std::function<Outcome()> take;
};

// Takes the turns in order until one does not succeed. The word: "ok", or the name of that turn and its answer,
// "second listen: EADDRINUSE". Missing where a turn's outcome is missing.
Outcome in_turn(const std::vector<Turn>& turns);

}  // namespace probe
