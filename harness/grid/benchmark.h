// Cells per second of each group of cells, on one processor.
#pragma once
#include "grid/environment.h"
#include "grid/plan.h"

namespace grid {

void benchmark(const Plan& plan, const Environment& environment);

}  // namespace grid
