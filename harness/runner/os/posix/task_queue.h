// The tasks of a run, and how many of them are taken. Case processes that take their next task themselves
// (--share-process) share that count with the supervisor.
#pragma once
#include <atomic>
#include <cstddef>
#include <optional>
#include <vector>

#include "runner/os/posix/shared_memory.h"
#include "runner/task.h"

namespace runner {

class TaskQueue {
 public:
  explicit TaskQueue(std::vector<Task> tasks);

  const Task& operator[](std::size_t number) const { return tasks_[number]; }
  bool has_tasks() const { return taken_->load() < tasks_.size(); }
  // The number of the next task, for whichever process asks; nothing if all are taken.
  std::optional<std::size_t> take();

  void set_reported(std::size_t number) { reported_[number] = true; }
  // Tasks that a process took and did not live to begin.
  std::vector<std::size_t> lost() const;

 private:
  std::vector<Task> tasks_;
  std::vector<bool> reported_;
  const Shared<std::atomic<std::size_t>> taken_ = make_shared_memory<std::atomic<std::size_t>>();
};

}  // namespace runner
