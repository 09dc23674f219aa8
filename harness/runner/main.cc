// The main program around every case and around all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <iostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "probe/core/polling.h"
#include "probe/core/runner_api.h"
#include "probe/core/runner_channel.h"
#include "probe/net/network_stack.h"
#include "probe/net/process.h"
#include "probe/net/settings.h"
#include "runner/facts.h"
#include "runner/observation.h"
#include "runner/options.h"
#include "runner/supervisor.h"

namespace runner {
namespace {

std::vector<std::string> all_ids() {
  std::vector<std::string> ids = probe::case_ids();
  std::sort(ids.begin(), ids.end());
  return ids;
}

constexpr int kNotApplicable = 77;  // the exit code by which CTest knows a skipped test (CMakeLists.txt)

bool is_control(const std::string& id) { return id.rfind("controls/", 0) == 0; }

// The ids asked for, and every control that this program has: without them nothing is a finding.
std::vector<std::string> chosen_ids(const RunOptions& options) {
  const std::vector<std::string> all = all_ids();
  if (options.cases.empty()) return all;
  const std::set<std::string> known(all.begin(), all.end());
  std::vector<std::string> chosen;
  for (const std::string& id : options.cases) {
    if (known.count(id) == 0) throw std::invalid_argument("no case is called " + id);
    chosen.push_back(id);
  }
  for (const std::string& id : all)
    if (is_control(id) && std::find(chosen.begin(), chosen.end(), id) == chosen.end()) chosen.push_back(id);
  return chosen;
}

class Run {
 public:
  Run(RunOptions options, Listener listener) : options_(std::move(options)), listener_(std::move(listener)) {}

  // Controls first: where one fails, nothing else is asked, and every other case says why.
  void observe(const std::vector<std::string>& ids) {
    std::vector<std::string> controls;
    std::vector<std::string> others;
    for (const std::string& id : ids) (is_control(id) ? controls : others).push_back(id);
    std::string failed;
    RunOptions once = options_;
    run_cases(controls, once, [&](const Observation& seen) {
      if (!seen.lets_pass() && failed.empty())
        failed = seen.id + " failed: " + (seen.why.empty() ? seen.observed : seen.why);
      tell(seen);
    });
    if (failed.empty()) {
      run_cases(others, options_, [&](const Observation& seen) { tell(seen); });
      return;
    }
    for (const std::string& id : others) {
      Observation seen;
      seen.id = id;
      seen.status = "not-run";
      seen.why = "the control " + failed;
      tell(seen);
    }
  }

  int count() const { return count_; }
  bool all_well() const { return all_well_; }
  bool nothing_applied() const { return count_ > 0 && not_applicable_ == count_; }

 private:
  void tell(const Observation& seen) {
    ++count_;
    if (seen.status == "not-applicable")
      ++not_applicable_;
    else if (seen.status != "observed")
      all_well_ = false;
    listener_(seen);
  }

  RunOptions options_;
  Listener listener_;
  int count_ = 0;
  int not_applicable_ = 0;
  bool all_well_ = true;
};

// Most of a case's time is spent waiting for something short, so that several share a core. Without stacks of their own
// they come one after the other: nobody's port may be another's; and where waiting takes no time there is nothing to gain.
unsigned suitable_jobs(const RunOptions& options) {
  if (options.isolation == Isolation::none || options.time_is_warped) return 1;
  return 4 * std::max(1U, std::thread::hardware_concurrency());
}

int stream_records(RunOptions options) {
  const std::vector<std::string> ids = chosen_ids(options);
  const Facts facts = facts_inside(&options);
  if (options.jobs == 0) options.jobs = suitable_jobs(options);
  std::cout << header_line(options, facts) << std::endl;
  Run run(options, [&](const Observation& seen) {
    std::cout << observation_line(seen, options.repeat > 1) << std::endl;
  });
  run.observe(ids);
  std::cout << footer_line(run.count()) << std::endl;
  return 0;
}

int tell_people(RunOptions options) {
  const std::vector<std::string> ids = chosen_ids(options);
  facts_inside(&options);
  if (options.jobs == 0) options.jobs = suitable_jobs(options);
  Run run(options, [](const Observation& seen) { std::cout << in_words(seen) << std::flush; });
  run.observe(ids);
  if (run.nothing_applied()) return kNotApplicable;
  return run.all_well() ? 0 : 1;
}

int run_googletest() {
  probe::register_with_googletest();
  return RUN_ALL_TESTS();
}

int run_with(const RunOptions& options) {
  if (!options.stack.empty()) probe::expect_network_stack(options.stack);
  probe::set_time_is_warped(options.time_is_warped);
  probe::set_helpers_share_memory(options.helpers_share_memory);
  switch (options.mode) {
    case Mode::list:
      for (const std::string& id : all_ids()) std::cout << id << "\n";
      return 0;
    case Mode::facts: {
      RunOptions asked = options;
      std::cout << json_of(facts_inside(&asked)) << std::endl;
      return 0;
    }
    case Mode::records:
      return stream_records(options);
    case Mode::alone:
      probe::runner_channel().connect(options.link, options.bell);
      probe::set_stack_is_private(options.stack_is_private);
      return run_alone(options.only_case);
    case Mode::helper:
      return probe::serve_calls(options.calls, options.results);
    case Mode::googletest:
      return run_googletest();
    case Mode::people:
      break;
  }
  return tell_people(options);
}

}  // namespace

int run_alone(const std::string& id) { return probe::run_case(id) ? 0 : 1; }

}  // namespace runner

int main(int argc, char** argv) {
  try {
    const runner::RunOptions options = runner::options_from(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return runner::run_with(options);
  } catch (const std::invalid_argument& mistake) {
    std::cerr << argv[0] << ": " << mistake.what() << "\n" << runner::kUsage;
  } catch (const std::exception& trouble) {
    std::cerr << argv[0] << ": " << trouble.what() << std::endl;
  }
  return 2;
}
