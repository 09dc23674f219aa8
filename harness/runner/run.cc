#include "runner/run.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "probe/core/runner_api.h"
#include "runner/facts_query.h"
#include "runner/resource_limits.h"
#include "runner/selection.h"

namespace runner {
namespace {

constexpr unsigned kJobsOfCore = 16;
constexpr unsigned kEnoughJobs = 64;  // where more cores do not need as many each
constexpr unsigned kFewestOfCore = 4;

// Most of a case's time is spent waiting for something short, up to two seconds, so many share a core. Without stacks of
// their own they run one after the other: no port may be taken by another case. If waiting takes no time there is nothing
// to gain.
unsigned suitable_jobs(const RunOptions& options) {
  if (options.isolation == Isolation::none || options.time_is_warped) return 1;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return std::max(kFewestOfCore * cores, std::min(kJobsOfCore * cores, kEnoughJobs));
}

}  // namespace

std::vector<std::string> all_ids() {
  std::vector<std::string> ids = probe::case_ids();
  std::sort(ids.begin(), ids.end());
  return ids;
}

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

Run::Run(RunOptions options, Listener listener)
    : options_(std::move(options)), listener_(std::move(listener)) {}

void Run::observe(const std::vector<std::string>& ids) {
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

void Run::report(const Observation& observation) {
  ++count_;
  if (observation.status == Status::not_applicable)
    ++not_applicable_;
  else if (observation.status != Status::observed)
    all_observed_ = false;
  listener_(observation);
}

void Run::report_not_run(const std::vector<std::string>& ids, const std::string& why) {
  for (const std::string& id : ids) {
    Observation observation;
    observation.id = id;
    observation.status = Status::not_run;
    observation.why = why;
    report(observation);
  }
}

}  // namespace runner
