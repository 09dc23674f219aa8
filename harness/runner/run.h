// A run: what it needs, and the cases in their order.
#pragma once
#include <string>
#include <vector>

#include "runner/facts.h"
#include "runner/local_addresses.h"
#include "runner/options.h"
#include "runner/supervisor.h"

namespace runner {

// The ids of the cases in this program, sorted.
std::vector<std::string> all_ids();

// What a run needs once its options are known: the isolation that the system gives, the addresses, the number
// of jobs.
struct Prepared {
  RunOptions options;
  Facts facts;
  LocalAddresses addresses;
};

Prepared prepare(RunOptions options);

class Run {
 public:
  Run(RunOptions options, Listener listener);

  // Controls first: if one fails, nothing else is run, and every other case is reported with that reason.
  // Throws what run_cases() throws.
  void observe(const std::vector<std::string>& ids);

  int count() const { return count_; }
  bool all_observed() const { return all_observed_; }
  bool nothing_applied() const { return count_ > 0 && not_applicable_ == count_; }

 private:
  void report(const Observation& observation);
  void report_not_run(const std::vector<std::string>& ids, const std::string& why);

  RunOptions options_;
  Listener listener_;
  int count_ = 0;
  int not_applicable_ = 0;
  bool all_observed_ = true;
};

}  // namespace runner
