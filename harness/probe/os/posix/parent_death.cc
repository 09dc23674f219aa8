// Systems without a way to ask: a helper ends when its socket pair does, and the cases of a runner that was killed are
// ended by its reaper (runner/os/posix/orphan_reaper.h).
#include "probe/core/parent_death.h"

namespace probe {

void die_with_parent(pid_t) {}

}  // namespace probe
