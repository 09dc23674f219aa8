// Runs cases, each in a process and, where there is such a thing, a stack of its own, and hands on what they
// saw.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "runner/observation.h"
#include "runner/options.h"

namespace runner {

// Called for every observation, in the order in which cases end.
using Listener = std::function<void(const Observation&)>;

// Runs the cases with these ids (options.repeat times each); options.isolation says which stack they get.
void run_cases(const std::vector<std::string>& ids, const RunOptions& options, const Listener& listener);

// The facts of this platform, asked from inside a case's isolation. Sets options->isolation to what was got.
Facts facts_inside(RunOptions* options);

// Runs one case in this process (after isolation); returns the exit code. Defined in main.cc.
int run_alone(const std::string& id);

}  // namespace runner
