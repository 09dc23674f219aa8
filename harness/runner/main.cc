// The main program around every case and around all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "probe/core/case.h"
#include "probe/core/polling.h"
#include "probe/core/runner_channel.h"
#include "probe/net/network_stack.h"
#include "probe/net/process.h"
#include "probe/net/settings.h"
#include "runner/facts_query.h"
#include "runner/local_addresses.h"
#include "runner/observation.h"
#include "runner/options.h"
#include "runner/output.h"
#include "runner/resource_limits.h"
#include "runner/selection.h"
#include "runner/supervisor.h"

namespace runner {
namespace {

constexpr int kNotApplicable = 77;  // the exit status by which CTest knows a skipped test (CMakeLists.txt)
constexpr int kUserError = 2;
constexpr int kInterrupted = 130;  // as a shell has it for SIGINT

std::vector<std::string> all_ids() {
  std::vector<std::string> ids = probe::case_ids();
  std::sort(ids.begin(), ids.end());
  return ids;
}

class Run {
 public:
  Run(RunOptions options, Listener listener) : options_(std::move(options)), listener_(std::move(listener)) {}

  // Controls first: if one fails, nothing else is run, and every other case is reported with that reason.
  void observe(const std::vector<std::string>& ids) {
    std::vector<std::string> controls;
    std::vector<std::string> others;
    for (const std::string& id : ids) (is_control(id) ? controls : others).push_back(id);
    std::string failed;
    run_cases(controls, options_, [&](const Observation& observation) {
      if (!observation.control_passed() && failed.empty())
        failed =
            observation.id + " failed: " + (observation.why.empty() ? observation.observed : observation.why);
      report(observation);
    });
    if (failed.empty())
      run_cases(others, options_, [&](const Observation& observation) { report(observation); });
    else
      report_not_run(others, "the control " + failed);
  }

  int count() const { return count_; }
  bool all_observed() const { return all_observed_; }
  bool nothing_applied() const { return count_ > 0 && not_applicable_ == count_; }

 private:
  void report(const Observation& observation) {
    ++count_;
    if (observation.status == Status::not_applicable)
      ++not_applicable_;
    else if (observation.status != Status::observed)
      all_observed_ = false;
    listener_(observation);
  }

  void report_not_run(const std::vector<std::string>& ids, const std::string& why) {
    for (const std::string& id : ids) {
      Observation observation;
      observation.id = id;
      observation.status = Status::not_run;
      observation.why = why;
      report(observation);
    }
  }

  RunOptions options_;
  Listener listener_;
  int count_ = 0;
  int not_applicable_ = 0;
  bool all_observed_ = true;
};

// Most of a case's time is spent waiting for something short, so several share a core. Without stacks of their own they
// run one after the other: no port may be taken by another case. If waiting takes no time there is nothing to gain.
unsigned suitable_jobs(const RunOptions& options) {
  if (options.isolation == Isolation::none || options.time_is_warped) return 1;
  return 4 * std::max(1U, std::thread::hardware_concurrency());
}

// What a run needs once its options are known: the isolation that the system gives, the addresses, the number of jobs.
struct Prepared {
  RunOptions options;
  Facts facts;
  LocalAddresses addresses;
};

Prepared prepare(RunOptions options) {
  raise_open_file_limit();
  IsolatedFacts answer = query_facts(options);
  options.isolation = answer.isolation;
  if (options.isolation == Isolation::vnet_jail)
    options.share_process = false;  // a process enters one jail only
  if (options.jobs == 0) options.jobs = suitable_jobs(options);
  LocalAddresses addresses;
  if (options.isolation == Isolation::none) addresses.add_missing();
  return {std::move(options), std::move(answer.facts), std::move(addresses)};
}

int stream_records(const RunOptions& wanted) {
  const std::vector<std::string> ids = selected_ids(all_ids(), wanted.cases);
  const Prepared prepared = prepare(wanted);
  const RunOptions& options = prepared.options;
  print(header_line(options, prepared.facts) + "\n");
  Run run(options, [&](const Observation& observation) {
    print(observation_line(observation, options.repeat > 1) + "\n");
  });
  run.observe(ids);
  print(footer_line(run.count()) + "\n");
  return 0;
}

int print_report(const RunOptions& wanted) {
  const std::vector<std::string> ids = selected_ids(all_ids(), wanted.cases);
  const Prepared prepared = prepare(wanted);
  Run run(prepared.options, [](const Observation& observation) { print(report_text(observation)); });
  run.observe(ids);
  if (run.nothing_applied()) return kNotApplicable;
  return run.all_observed() ? 0 : 1;
}

int run_googletest() {
  probe::register_with_googletest();
  const int status = RUN_ALL_TESTS();
  check_standard_output();
  return status;
}

int print_list() {
  std::string text;
  for (const std::string& id : all_ids()) text += id + "\n";
  print(text);
  return 0;
}

int run_with(const RunOptions& options) {
  if (!options.stack.empty()) probe::expect_network_stack(options.stack);
  probe::set_time_is_warped(options.time_is_warped);
  probe::set_helpers_share_memory(options.helpers_share_memory);
  switch (options.mode) {
    case Mode::list:
      return print_list();
    case Mode::facts:
      print(json_of(query_facts(options).facts) + "\n");
      return 0;
    case Mode::help:
      print(usage());
      return 0;
    case Mode::records:
      return stream_records(options);
    case Mode::in_process:
      probe::set_link(options.channel, options.wakeup);
      probe::set_stack_is_private(options.stack_is_private);
      return run_in_process(options.only_case);
    case Mode::helper:
      return probe::serve_calls(options.calls, options.results);
    case Mode::googletest:
      return run_googletest();
    case Mode::report:
      break;
  }
  return print_report(options);
}

// A process that the runner itself started has the streams that it was given.
void check_streams(const RunOptions& options) {
  if (options.mode == Mode::in_process || options.mode == Mode::helper) return;
  if (!prepare_standard_streams())
    throw std::runtime_error("standard output is closed: nothing could be reported");
}

}  // namespace
}  // namespace runner

int main(int argc, char** argv) {
  try {
    const runner::RunOptions options = runner::options_from(argc, argv);
    runner::check_streams(options);
    testing::InitGoogleTest(&argc, argv);
    return runner::run_with(options);
  } catch (const runner::Interrupted&) {
    return runner::kInterrupted;
  } catch (const std::invalid_argument& error) {
    std::cerr << argv[0] << ": " << error.what() << "\n(--help lists the options)" << std::endl;
  } catch (const std::exception& error) {
    std::cerr << argv[0] << ": " << error.what() << std::endl;
  }
  return runner::kUserError;
}
