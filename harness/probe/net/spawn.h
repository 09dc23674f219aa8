// Starting a helper process.
#pragma once
#include <sys/types.h>

namespace probe {

// A process that is being started, and the memory it stands on.
class Spawned {
 public:
  // Runs body(argument) in a new process, which ends with it; `argument` must outlive that process. pid() is
  // -1, with errno set, where there can be none.
  Spawned(int (*body)(void*), void* argument);
  Spawned(const Spawned&) = delete;
  Spawned& operator=(const Spawned&) = delete;
  ~Spawned();  // the process must have been waited for

  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  [[maybe_unused]] void* stack_ = nullptr;  // of a process that shares memory (os/linux/spawn.cc)
};

// Executes this program again as a helper (serve_calls in process.h) that takes its calls from the pipe `in`
// and answers into `out`. Returns if that does not work.
void execute_as_helper(int in, int out);

}  // namespace probe
