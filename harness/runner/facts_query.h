// Queries the facts of a platform from inside the isolation that its cases get.
#pragma once
#include "runner/facts.h"
#include "runner/options.h"

namespace runner {

struct IsolatedFacts {
  Facts facts;
  Isolation isolation = Isolation::none;  // what the system gave, never `automatic`
};

// Isolates a process as `options` say and asks there. Throws std::runtime_error if that isolation is unavailable.
IsolatedFacts query_facts(const RunOptions& options);

// Adds what the runner itself decides: the isolation, the kind of user, the seed.
IsolatedFacts with_run_facts(IsolatedFacts answer, const RunOptions& options, bool is_root);

}  // namespace runner
