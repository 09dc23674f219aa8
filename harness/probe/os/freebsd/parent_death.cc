#include "probe/core/parent_death.h"

#include <signal.h>
#include <sys/procctl.h>
#include <unistd.h>

namespace probe {

// procctl(2), since FreeBSD 11.2. Like Linux's, the request is not inherited by children.
void die_with_parent(pid_t parent) {
  int signal_number = SIGKILL;
  ::procctl(P_PID, 0, PROC_PDEATHSIG_CTL, &signal_number);
  if (::getppid() != parent) ::_exit(1);
}

}  // namespace probe
