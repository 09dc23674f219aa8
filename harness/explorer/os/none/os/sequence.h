#pragma once
#include <cstdint>

#include "grid/core/raw.h"

namespace explorer {

inline grid::Result next_sequence(grid::Handle, std::uint32_t&) { return grid::Result::unavailable; }

}  // namespace explorer
