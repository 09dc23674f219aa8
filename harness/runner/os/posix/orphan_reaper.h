// Ends the cases of a runner that was killed, on systems that cannot do so themselves.
#pragma once
#include <sys/types.h>

#include "runner/os/posix/descriptor.h"

namespace runner {

// A small process that waits for the runner's end. It knows the process groups of the running cases and kills those that
// are left. Linux and FreeBSD kill them without it (probe/core/parent_death.h): there it does nothing.
class OrphanReaper {
 public:
  // Throws std::runtime_error if there is no pipe or process.
  OrphanReaper();
  OrphanReaper(const OrphanReaper&) = delete;
  OrphanReaper& operator=(const OrphanReaper&) = delete;
  // Only once no case is running.
  ~OrphanReaper();

  // For a case's process, which leads its group: enters it in the list, and closes what it has of the reaper.
  void add_this_group();
  // For the runner: the group is gone.
  void remove(pid_t group);

 private:
  Descriptor changes_;  // closed by the system when the runner ends
  pid_t pid_ = -1;
};

}  // namespace runner
