// The system kills the cases (prctl(2), PR_SET_PDEATHSIG).
#include "runner/os/posix/orphan_reaper.h"

namespace runner {

OrphanReaper::OrphanReaper() = default;
OrphanReaper::~OrphanReaper() = default;
void OrphanReaper::add_this_group() {}
void OrphanReaper::remove(pid_t) {}

}  // namespace runner
