// The process of a running case, as the supervisor has it.
#pragma once
#include <sys/types.h>

#include <cstddef>

#include "probe/core/runner_channel.h"
#include "runner/case_monitor.h"
#include "runner/options.h"
#include "runner/os/posix/descriptor.h"
#include "runner/os/posix/orphan_reaper.h"
#include "runner/os/posix/shared_memory.h"
#include "runner/os/posix/task_queue.h"

namespace runner {

struct CaseProcess {
  CaseMonitor monitor;
  std::size_t task = 0;  // its number
  pid_t pid = -1;        // it leads a process group of its own
  Descriptor channel;
  Descriptor output;
  double started = 0;                  // on probe::now()'s clock
  Shared<probe::SharedBuffer> outbox;  // what it has reported and not sent yet
};

// What a case process gets from the supervisor. Everything outlives the supervisor's run.
struct CaseSetup {
  TaskQueue* tasks;
  const RunOptions* options;
  OrphanReaper* reaper;
  int wakeup_fd;
};

// Starts the task in a new process, isolated as the options say. A case that cannot be isolated or executed reports so
// over its channel. Throws std::runtime_error if there is no pipe, memory or process.
CaseProcess start_case(const CaseSetup& setup, std::size_t number);

// Waits for the end of the process, which it forces if the case `timed_out`, and ends all that the case started. Returns
// the wait status.
int end_case(const CaseProcess& process, bool timed_out);

// Completes the observation of a case whose process has ended.
void complete_observation(CaseProcess* process, int wait_status, bool timed_out);

}  // namespace runner
