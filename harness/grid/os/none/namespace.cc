#include "grid/core/system.h"

namespace grid::sys {

bool enter_new_namespace() { return false; }
bool add_global_addresses() { return false; }

}  // namespace grid::sys
