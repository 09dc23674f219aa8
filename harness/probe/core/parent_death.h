// Nothing may outlive the case that started it.
#pragma once
#include <sys/types.h>

namespace probe {

// Asks the system to kill this process when `parent`, which started it, ends (Linux: prctl(2)
// PR_SET_PDEATHSIG, FreeBSD: procctl(2) PROC_PDEATHSIG_CTL; it is cleared by a change of user, so ask after that). Exits at once if the parent is
// gone already.
void die_with_parent(pid_t parent);

}  // namespace probe
