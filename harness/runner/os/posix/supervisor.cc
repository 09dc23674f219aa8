// The supervisor on POSIX systems: one poll() loop over the pipes of all running cases.
#include "runner/supervisor.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <list>
#include <optional>
#include <stdexcept>
#include <utility>

#include "probe/core/polling.h"
#include "runner/case_monitor.h"
#include "runner/os/posix/case_process.h"
#include "runner/os/posix/task_queue.h"
#include "runner/output.h"
#include "runner/resource_limits.h"

namespace runner {
namespace {

volatile sig_atomic_t interrupted = 0;
void interrupt(int) { interrupted = 1; }

class Supervisor {
 public:
  Supervisor(const std::vector<std::string>& ids, RunOptions options, Listener listener)
      : options_(std::move(options)),
        listener_(std::move(listener)),
        tasks_(tasks_of(ids, options_.repeat)) {}
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor() { kill_all(); }

  void run() {
    while (tasks_.has_tasks() || postponed_ || !running_.empty()) {
      start_cases();
      process_events();
      stop_if_interrupted();
    }
    for (const std::size_t number : tasks_.lost()) {
      start(number);
      while (!running_.empty()) process_events();
    }
  }

 private:
  void start_cases() {
    while (working() < options_.jobs && running_.size() < max_processes_) {
      const std::optional<std::size_t> next =
          postponed_ ? std::exchange(postponed_, std::nullopt) : tasks_.take();
      if (!next) return;
      start(*next);
      if (postponed_) return;
    }
  }

  // A case for which there are too few descriptors or processes waits until another one has ended.
  void start(std::size_t number) {
    if (options_.announce && !options_.share_process) print(start_line(tasks_[number].id) + "\n");
    try {
      running_.push_back(start_case({&tasks_, &options_, &reaper_, wakeups_.write_end.get()}, number));
    } catch (const std::runtime_error& error) {
      if (running_.empty())
        report_not_started(number, error.what());
      else
        postponed_ = number;
    }
  }

  void report_not_started(std::size_t number, const std::string& why) {
    Observation observation;
    observation.id = tasks_[number].id;
    observation.repeat = tasks_[number].repeat;
    observation.why = "the case could not be started: " + why;
    tasks_.set_reported(number);
    listener_(observation);
  }

  void report(const CaseProcess& process) {
    tasks_.set_reported(process.task);
    listener_(process.monitor.observation);
  }

  std::size_t working() const {
    return static_cast<std::size_t>(
        std::count_if(running_.begin(), running_.end(),
                      [](const CaseProcess& process) { return !process.monitor.waiting; }));
  }

  // Looks now and then at least, if looking costs nothing: a case whose one step is more than a pipe holds waits for it.
  int milliseconds_to_next_deadline() const {
    double next = probe::now() + (options_.time_is_warped ? 60 : 1);
    for (const CaseProcess& process : running_) next = std::min(next, process.monitor.deadline);
    return std::max(0, static_cast<int>((next - probe::now()) * 1000) + 1);
  }

  void process_events() {
    if (running_.empty()) return;
    await_events();
    std::vector<pollfd> fds = pipes(POLLIN);
    ::poll(fds.data(), fds.size(), 0);
    std::size_t i = 0;
    for (auto process = running_.begin(); process != running_.end(); i += 2) {
      const bool ended = read_from(&*process, fds[i].revents, fds[i + 1].revents);
      const bool timed_out = !ended && probe::now() >= process->monitor.deadline;
      if (ended || timed_out) {
        finish(&*process, timed_out);
        process = running_.erase(process);
      } else {
        ++process;
      }
    }
  }

  void finish(CaseProcess* process, bool timed_out) {
    const int wait_status = end_case(*process, timed_out);
    reaper_.remove(process->pid);
    drain_channel(process);
    complete_observation(process, wait_status, timed_out);
    process->pid = -1;  // reported or not, it has ended
    report(*process);
  }

  // The channels and outputs of all that runs, in this order.
  std::vector<pollfd> pipes(short events) const {
    std::vector<pollfd> fds;
    for (const CaseProcess& process : running_) {
      fds.push_back({process.channel.get(), events, 0});
      fds.push_back({process.output.get(), events, 0});
    }
    return fds;
  }

  // Sleeps until a case wakes the supervisor or ends, a deadline comes, or the parent goes.
  void await_events() {
    std::vector<pollfd> fds = pipes(0);
    fds.push_back({wakeups_.read_end.get(), POLLIN, 0});
    fds.push_back({options_.with_parent ? STDIN_FILENO : -1, POLLIN, 0});
    ::poll(fds.data(), fds.size(), milliseconds_to_next_deadline());
    if ((fds.back().revents & (POLLHUP | POLLIN)) != 0) parent_is_gone_ = true;
    std::string wakeups;
    if ((fds[fds.size() - 2].revents & POLLIN) != 0) read_some(wakeups_.read_end.get(), &wakeups);
  }

  // Reads what the case reported. True if it has closed its channel, which is its last act.
  bool read_from(CaseProcess* process, short channel_events, short output_events) {
    std::string& output = process->monitor.observation.output;
    if (output_events != 0 && !read_some(process->output.get(), &output)) process->output.close();
    if (output.size() > kMaxOutputBytes) output.resize(kMaxOutputBytes);
    if (channel_events == 0) return false;
    const bool is_open = read_some(process->channel.get(), &process->monitor.unread);
    consume_lines(process);
    return !is_open || (process->monitor.is_complete && !options_.share_process);
  }

  // What an ended process had sent last, and what it had not sent yet.
  void drain_channel(CaseProcess* process) {
    drain_and_close(&process->channel, &process->monitor.unread);
    process->monitor.unread += process->outbox->text();
    consume_lines(process);
  }

  void consume_lines(CaseProcess* process) {
    process->monitor.consume_lines();
    while (process->monitor.is_complete && options_.share_process && has_next_task(process))
      process->monitor.consume_lines();
  }

  // Whether the process reports which task it has gone on with; the last one's observation is then reported.
  bool has_next_task(CaseProcess* process) {
    const std::size_t end = process->monitor.unread.find('\n');
    if (end == std::string::npos || process->monitor.unread.compare(0, 2, "N ") != 0) return false;
    std::string unread = std::move(process->monitor.unread);
    report(*process);
    process->task = std::strtoul(unread.c_str() + 2, nullptr, 10);
    const Task& task = tasks_[process->task];
    process->monitor = CaseMonitor(task.id, task.repeat, options_.timeout);
    process->monitor.unread = unread.erase(0, end + 1);
    process->started = probe::now();
    return true;
  }

  void stop_if_interrupted() {
    char byte = 0;
    if (parent_is_gone_ && ::read(STDIN_FILENO, &byte, 1) > 0) parent_is_gone_ = false;
    if (interrupted != 0 || parent_is_gone_) throw Interrupted();
  }

  void kill_all() {
    for (const CaseProcess& process : running_)
      if (process.pid > 0) ::kill(-process.pid, SIGKILL);
    for (const CaseProcess& process : running_) {
      if (process.pid <= 0) continue;
      ::waitpid(process.pid, nullptr, 0);
      reaper_.remove(process.pid);
    }
    running_.clear();
  }

  const std::size_t max_processes_ = processes_within_limit(400);
  const RunOptions options_;
  const Listener listener_;
  const Pipe wakeups_ = make_pipe();
  OrphanReaper reaper_;
  TaskQueue tasks_;
  std::list<CaseProcess> running_;
  std::optional<std::size_t> postponed_;  // the number of a task that could not be started yet
  bool parent_is_gone_ = false;
};

}  // namespace

void run_cases(const std::vector<std::string>& ids, const RunOptions& options, const Listener& listener) {
  ::signal(SIGINT, interrupt);
  ::signal(SIGTERM, interrupt);
  ::signal(SIGPIPE, SIG_IGN);
  Supervisor(ids, options, listener).run();
}

}  // namespace runner
