// Steps of several sockets whose order is the situation: any of them may be the one that a system refuses.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "probe/core/outcome.h"

namespace probe {

struct NamedStep {
  std::string name;  // "second listen"
  std::function<Outcome()> run;
};

// Runs the steps in order until one does not succeed. The word: "ok", or the name of that step and its
// outcome, "second listen: EADDRINUSE". Missing where the outcome of a step is missing.
Outcome first_failure_of(const std::vector<NamedStep>& steps);

}  // namespace probe
