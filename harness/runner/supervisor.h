// Runs cases, each in a process and, if the system has them, a network stack of its own, and reports what each observed.
#pragma once
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "runner/observation.h"
#include "runner/options.h"

namespace runner {

// Called for every observation, in the order in which cases end.
using Listener = std::function<void(const Observation&)>;

// The run was interrupted: by a signal, or because its parent has gone (--with-parent). All its cases are ended.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("the run was interrupted") {}
};

// Runs the cases with these ids (options.repeat times each); options.isolation says which stack they get. A case that
// cannot be started is reported as broken, with the reason. Throws Interrupted, and what `listener` throws.
void run_cases(const std::vector<std::string>& ids, const RunOptions& options, const Listener& listener);

// Runs one case in this process, after isolation. Returns the exit status: 0, or 1 if the case is broken.
int run_in_process(const std::string& id);

}  // namespace runner
