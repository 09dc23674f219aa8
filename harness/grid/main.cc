#include "grid/main.h"

#include <cstdio>

#include "grid/arguments.h"
#include "grid/benchmark.h"
#include "grid/output.h"
#include "grid/replay.h"

namespace grid {
namespace {

constexpr int kScanned = 0;
constexpr int kEndedEarly = 1;
constexpr int kBadArguments = 2;

int fail(const std::string& reason) {
  std::fprintf(stderr, "addrinuse-grid: %s. Run it with --help to see the options.\n", reason.c_str());
  return kBadArguments;
}

int list(const Plan& plan, const Selection& selection) {
  for (const Cell& cell : plan.cells)
    if (selection.matches(cell)) std::printf("%s\n", cell_name(cell).c_str());
  return kScanned;
}

int replay_named(const Plan& plan, const Arguments& arguments) {
  std::string nearest;
  const auto cell = find_cell(plan, arguments.replay, nearest);
  if (!cell) {
    const std::string hint = nearest.empty() ? "" : "; nearest: " + nearest;
    return fail("the plan \"" + plan.name + "\" has no cell \"" + arguments.replay + "\"" + hint);
  }
  if (replay(*cell, find_environment(arguments.users))) return kScanned;
  std::fprintf(
      stderr,
      "addrinuse-grid: this system cannot be asked about %s: an option, a user or a family is missing.\n",
      cell_name(*cell).c_str());
  return kEndedEarly;
}

std::vector<std::uint32_t> selected(const Plan& plan, const Arguments& arguments) {
  std::vector<std::uint32_t> places;
  for (std::uint32_t i = 0; i < plan.cells.size(); i += arguments.every)
    if (arguments.selection.matches(plan.cells[i])) places.push_back(i);
  return places;
}

// A slice can be empty: who shares a scan among several processes need not count its cells.
Task make_task(const Plan& plan, const Arguments& arguments, const Environment& environment,
               const std::vector<std::uint32_t>& places) {
  Task task;
  task.plan = &plan;
  task.order = arguments.order;
  task.receivers = arguments.receivers;
  task.reuse = arguments.reuse;
  const std::size_t begin = places.size() * (arguments.slice - 1) / arguments.slices;
  const std::size_t end = places.size() * arguments.slice / arguments.slices;
  for (std::size_t i = begin; i < end; ++i) {
    if (can_ask(environment, plan.cells[places[i]]))
      task.cells.push_back(places[i]);
    else
      ++task.skipped;
  }
  return task;
}

const char* reason_of_early_end() {
  if (std::ferror(stdout) != 0) return "standard output was closed";
  return is_stopped() ? "it was stopped" : "there are no more free ports, or a process died";
}

int scan(const Plan& plan, const Arguments& arguments) {
  const std::vector<std::uint32_t> places = selected(plan, arguments);
  if (places.empty()) {
    const std::string unknown = unknown_values(plan, arguments.fields);
    return fail("no cell of the plan \"" + plan.name + "\" is selected" +
                (unknown.empty() ? "" : ": " + unknown));
  }
  const Environment environment = find_environment(arguments.users);
  const Task task = make_task(plan, arguments, environment, places);
  stop_at_signals();
  print_header(task, environment);
  const std::size_t printed = scan_in_processes(task, environment, arguments.jobs);
  const bool complete = printed == task.cells.size();
  print_footer(printed, task, complete);
  if (!complete)
    std::fprintf(stderr, "addrinuse-grid: ended after %zu of %zu cells: %s.\n", printed, task.cells.size(),
                 reason_of_early_end());
  return complete ? kScanned : kEndedEarly;
}

}  // namespace

int grid_main(int argc, char** argv) {
  const Arguments arguments = parse_arguments(argc, argv);
  if (!arguments.error.empty()) return fail(arguments.error);
  if (arguments.help) {
    std::fputs(kUsage, stdout);
    return kScanned;
  }
  const auto plan = make_plan(arguments.plan);
  if (arguments.list) return list(*plan, arguments.selection);
  if (!arguments.replay.empty()) return replay_named(*plan, arguments);
  if (!arguments.benchmark) return scan(*plan, arguments);
  benchmark(*plan, arguments.selection, find_environment(arguments.users));
  return kScanned;
}

}  // namespace grid
