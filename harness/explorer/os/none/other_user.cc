#include "explorer/calls.h"
#include "grid/core/system.h"

namespace explorer {

bool act_as_other_user(bool other) { return grid::sys::act_as_other_user(other); }

}  // namespace explorer
