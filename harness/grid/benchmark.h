// Cells per second of each group of cells, on one processor.
#pragma once
#include "grid/environment.h"
#include "grid/plan.h"
#include "grid/select.h"

namespace grid {

void benchmark(const Plan& plan, const Selection& selection, const Environment& environment);

}  // namespace grid
