// Windows has no network stack per case: the facts are those of this process.
#include "runner/facts_query.h"

namespace runner {

IsolatedFacts query_facts(const RunOptions& options) {
  const Isolation isolation = isolate(options.isolation);
  return with_run_facts({ask_facts(), isolation}, options, false);
}

}  // namespace runner
