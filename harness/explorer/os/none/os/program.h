#pragma once
#include "grid/core/raw.h"

namespace explorer {

inline grid::Result set_group_program(grid::Handle, int) { return grid::Result::unavailable; }

}  // namespace explorer
