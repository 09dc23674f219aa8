// The file of a grid: a header, the contract's CSV, a footer. It goes to standard output as it comes, so that
// what was scanned is kept when the program is stopped.
#pragma once
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "grid/environment.h"
#include "grid/order.h"
#include "grid/plan.h"

namespace grid {

// The cells to scan: places in the plan, ascending.
struct Task {
  const Plan* plan = nullptr;
  std::vector<std::uint32_t> cells;
  std::size_t skipped = 0;  // cells that were selected and cannot be asked here
  Order order;
  bool receivers = true;
  bool reuse = true;  // whether first sockets may serve several cells
};

void print_header(const Task& task, const Environment& environment);
// `complete`: whether all cells of the task were scanned.
void print_footer(std::size_t cells, const Task& task, bool complete);

// Scans the cells at `positions` of the task (ascending) and prints their lines to `file`, in that order, but
// those last that must be asked alone (lane.h). Returns how many were printed.
std::size_t scan_and_print(const Task& task, const Environment& environment,
                           const std::vector<std::uint32_t>& positions, std::FILE* file);

// Prints a line for each cell of the task with `jobs` processes, each in a namespace of its own. Returns how
// many were printed.
std::size_t scan_in_processes(const Task& task, const Environment& environment, unsigned jobs);

// Becomes true at the first SIGINT or SIGTERM, and when standard output is closed.
bool is_stopped();
void stop_at_signals();

}  // namespace grid
