#include "runner/os/posix/task_queue.h"

#include <utility>

namespace runner {

TaskQueue::TaskQueue(std::vector<Task> tasks) : tasks_(std::move(tasks)), reported_(tasks_.size()) {}

std::optional<std::size_t> TaskQueue::take() {
  const std::size_t number = taken_->fetch_add(1);
  return number < tasks_.size() ? std::optional(number) : std::nullopt;
}

std::vector<std::size_t> TaskQueue::lost() const {
  std::vector<std::size_t> numbers;
  for (std::size_t number = 0; number < reported_.size(); ++number)
    if (!reported_[number]) numbers.push_back(number);
  return numbers;
}

}  // namespace runner
