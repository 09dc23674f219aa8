#include "runner/facts_query.h"

namespace runner {

IsolatedFacts with_run_facts(IsolatedFacts answer, const RunOptions& options, bool is_root) {
  answer.facts.values["isolation"] = name_of(answer.isolation);
  answer.facts.values["user"] = is_root ? "root" : "ordinary";
  if (!options.seed.empty()) answer.facts.values["seed"] = options.seed;
  return answer;
}

}  // namespace runner
