// The cells of a grid, in a fixed order. A plan is the same on every system: what a system cannot be asked is
// left out when scanning, and counted. A change of the cells or of their order needs a new kPlanVersion.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grid/cell.h"

namespace grid {

inline constexpr int kPlanVersion = 1;

struct Plan {
  std::string name;
  int version = kPlanVersion;
  std::string digest;  // of all cells in order: FNV-1a, 64 bits, hexadecimal
  std::vector<Cell> cells;
};

// `core` (explicit ports, options set before bind) or `full` (core first, then the rest); nothing for another
// name.
std::optional<Plan> make_plan(std::string_view name);

}  // namespace grid
