#include "grid/benchmark.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <string>
#include <vector>

#include "grid/core/system.h"
#include "grid/scan.h"

namespace grid {
namespace {

constexpr std::size_t kCellsPerGroup = 12000;
constexpr std::size_t kBlock = 600;  // cells that stay together: a scan asks neighbours on the same sockets

struct Group {
  std::string name;
  std::vector<std::uint32_t> cells;
};

// A group is what costs alike: the state of the first socket, or the number of sockets.
std::string group_of(const Cell& cell) {
  if (cell.situation0 != Situation::absent) return std::string(name(cell.protocol)) + " triples";
  if (cell.spread != Spread::none) return std::string(name(cell.protocol)) + " crowds";
  if (cell.port == PortChoice::automatic) return std::string(name(cell.protocol)) + " automatic port";
  if (cell.attempt >= Attempt::connect && !is_connection(cell.situation))
    return std::string(name(cell.protocol)) + " connect beside a socket without connection";
  return std::string(name(cell.protocol)) + " " +
         std::string(state_name(cell.protocol, cell.situation, cell.role));
}

std::vector<Group> groups_of(const Plan& plan, const Selection& selection, const Environment& environment) {
  std::vector<Group> groups;
  for (std::uint32_t i = 0; i < plan.cells.size(); ++i) {
    if (!can_ask(environment, plan.cells[i]) || !selection.matches(plan.cells[i])) continue;
    const std::string name = group_of(plan.cells[i]);
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Group& known) { return known.name == name; });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{name, {}});
    group->cells.push_back(i);
  }
  return groups;
}

// Every n-th block of a large group, so that all its options and addresses are among them.
std::vector<std::uint32_t> sample(const std::vector<std::uint32_t>& cells) {
  const std::size_t step = cells.size() / kCellsPerGroup + 1;
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (i / kBlock % step == 0) chosen.push_back(cells[i]);
  return chosen;
}

struct Rate {
  double by_clock;
  double by_processor;  // what an idle machine would reach at least
};

Rate rate_of(const Plan& plan, const Environment& environment, const std::vector<std::uint32_t>& cells,
             bool receivers) {
  const std::atomic<bool> stop{false};
  Scanner::Settings settings;
  settings.receivers = receivers;
  Scanner scanner(environment, settings, stop);
  const double clock = sys::seconds_now();
  const double processor = sys::processor_seconds();
  scanner.scan(plan.cells, cells, [](std::uint32_t, const Answer&) {});
  const auto count = static_cast<double>(cells.size());
  return {count / (sys::seconds_now() - clock), count / (sys::processor_seconds() - processor)};
}

}  // namespace

void benchmark(const Plan& plan, const Selection& selection, const Environment& environment) {
  std::printf("Cells per second by the clock, and per second of processor time.\n");
  std::printf("%-48s %8s %27s %27s\n", "group", "cells", "without receivers", "with receivers");
  for (const Group& group : groups_of(plan, selection, environment)) {
    const auto cells = sample(group.cells);
    const Rate without = rate_of(plan, environment, cells, false);
    const Rate with = rate_of(plan, environment, cells, true);
    std::printf("%-48s %8zu %13.0f %13.0f %13.0f %13.0f\n", group.name.c_str(), cells.size(),
                without.by_clock, without.by_processor, with.by_clock, with.by_processor);
    std::fflush(stdout);
  }
}

}  // namespace grid
