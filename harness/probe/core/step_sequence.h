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

// The word that `step` gives, where it gives the same one each of `times` times; "A or B" as soon as it gave two, in the
// order of the alphabet. For what a system may decide by lot: of two words that are equally likely, 21 times the same one
// comes by chance less than once in a million times (2 * 2^-21). How many times each came is a detail. Missing where the
// step's outcome is missing.
Outcome each_time(int times, const std::function<Outcome()>& step);
constexpr int kTimesToBeSure = 21;

}  // namespace probe
