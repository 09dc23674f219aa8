#include "runner/program.h"

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "probe/core/polling.h"
#include "probe/core/runner_api.h"
#include "probe/core/runner_channel.h"
#include "probe/net/network_stack.h"
#include "probe/net/process.h"
#include "probe/net/settings.h"
#include "runner/facts_query.h"
#include "runner/observation.h"
#include "runner/options.h"
#include "runner/output.h"
#include "runner/run.h"
#include "runner/selection.h"
#include "runner/supervisor.h"

namespace runner {
namespace {

constexpr int kNotApplicable = 77;  // the exit status by which CTest knows a skipped test (CMakeLists.txt)
constexpr int kUserError = 2;
constexpr int kInterrupted = 130;  // as a shell has it for SIGINT

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
      probe::runner_channel().connect(options.channel, options.wakeup);
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

int guarded(const char* program, const std::function<int()>& work) {
  try {
    return work();
  } catch (const Interrupted&) {
    return kInterrupted;
  } catch (const std::invalid_argument& error) {
    std::cerr << program << ": " << error.what() << "\n(--help lists the options)" << std::endl;
  } catch (const std::exception& error) {
    std::cerr << program << ": " << error.what() << std::endl;
  }
  return kUserError;
}

int runner_main(int argc, char** argv) {
  return guarded(argv[0], [&] {
    const RunOptions options = options_from(argc, argv);
    check_streams(options);
    testing::InitGoogleTest(&argc, argv);
    return run_with(options);
  });
}

}  // namespace runner
