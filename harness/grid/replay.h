// One cell again, with every call.
#pragma once
#include "grid/environment.h"
#include "grid/plan.h"

namespace grid {

// Prints each call of the cell with its arguments and its result, and the answer. False if the cell cannot be
// asked here.
bool replay(const Cell& cell, const Environment& environment);

}  // namespace grid
