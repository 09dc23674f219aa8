// The supervisor on Windows: one thread per running case, which starts this program again for that case alone. It has
// fewer parts than the one of POSIX systems, and ignores their options: no stack per case, no --share-process (there is
// no fork()), no --announce, no --with-parent, no wakeups (each thread looks every 2 ms), no shared memory for the last
// messages of a case that is killed, and no handler of its own for Ctrl-C: the jobs of the cases end with this process.
#include "runner/supervisor.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "probe/core/polling.h"
#include "probe/os/windows/winsock.h"
#include "runner/case_monitor.h"
#include "runner/task.h"

namespace runner {
namespace {

struct Pipe {
  HANDLE read_end = nullptr;
  HANDLE write_end = nullptr;
};

// The write end is for the case; the read end must not live in it.
Pipe make_pipe() {
  SECURITY_ATTRIBUTES inherit{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
  Pipe pipe;
  if (::CreatePipe(&pipe.read_end, &pipe.write_end, &inherit, 0) == 0)
    throw std::runtime_error("no pipe is available");
  ::SetHandleInformation(pipe.read_end, HANDLE_FLAG_INHERIT, 0);
  return pipe;
}

// Appends what is there without waiting for more. False if the other side has closed.
bool drain(HANDLE pipe, std::string* into) {
  for (;;) {
    DWORD available = 0;
    if (::PeekNamedPipe(pipe, nullptr, 0, nullptr, &available, nullptr) == 0) return false;
    if (available == 0) return true;
    char buffer[65536];
    DWORD n = 0;
    if (::ReadFile(pipe, buffer, std::min<DWORD>(available, sizeof buffer), &n, nullptr) == 0 || n == 0)
      return false;
    if (into->size() < kMaxOutputBytes) into->append(buffer, n);
  }
}

// A case in a job of its own: closing the job ends the case and all it started.
class CaseProcess {
 public:
  CaseProcess(const std::string& id, const RunOptions& options) {
    // Handles are inherited by whatever starts meanwhile: one start at a time.
    static std::mutex one_at_a_time;
    const std::lock_guard<std::mutex> lock(one_at_a_time);
    const Pipe channel = make_pipe();
    const Pipe output = make_pipe();
    std::string line;
    for (const std::string& word :
         case_arguments(options, id, reinterpret_cast<std::intptr_t>(channel.write_end), -1))
      line += (line.empty() ? "\"" : " \"") + word + "\"";
    STARTUPINFOA startup{};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = output.write_end;
    startup.hStdError = output.write_end;
    PROCESS_INFORMATION started{};
    const BOOL ok = ::CreateProcessA(nullptr, line.data(), nullptr, nullptr, TRUE, CREATE_SUSPENDED, nullptr,
                                     nullptr, &startup, &started);
    ::CloseHandle(channel.write_end);
    ::CloseHandle(output.write_end);
    channel_ = channel.read_end;
    output_ = output.read_end;
    if (ok == 0) return;
    job_ = ::CreateJobObjectA(nullptr, nullptr);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    ::SetInformationJobObject(job_, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    ::AssignProcessToJobObject(job_, started.hProcess);
    ::ResumeThread(started.hThread);
    ::CloseHandle(started.hThread);
    process_ = started.hProcess;
  }
  CaseProcess(const CaseProcess&) = delete;
  CaseProcess& operator=(const CaseProcess&) = delete;
  ~CaseProcess() {
    kill();
    for (const HANDLE handle : {process_, job_, channel_, output_})
      if (handle != nullptr) ::CloseHandle(handle);
  }

  bool is_started() const { return process_ != nullptr; }
  bool wait(DWORD milliseconds) const {
    return ::WaitForSingleObject(process_, milliseconds) == WAIT_OBJECT_0;
  }
  void kill() const {
    if (job_ != nullptr) ::TerminateJobObject(job_, 1);
    if (process_ != nullptr) ::WaitForSingleObject(process_, 5000);
  }
  DWORD exit_code() const {
    DWORD code = 0;
    ::GetExitCodeProcess(process_, &code);
    return code;
  }
  void read_into(CaseMonitor* monitor) const {
    drain(output_, &monitor->observation.output);
    drain(channel_, &monitor->unread);
    monitor->consume_lines();
  }

 private:
  HANDLE process_ = nullptr;
  HANDLE job_ = nullptr;
  HANDLE channel_ = nullptr;
  HANDLE output_ = nullptr;
};

// The tasks that are left, and how many cases work at this moment.
class TaskQueue {
 public:
  TaskQueue(std::vector<Task> tasks, unsigned most) : tasks_(std::move(tasks)), most_(most) {}

  bool take(Task* task) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return working_ < most_ || next_ == tasks_.size(); });
    if (next_ == tasks_.size()) return false;
    *task = tasks_[next_++];
    ++working_;
    return true;
  }
  void count(int difference) {
    const std::lock_guard<std::mutex> lock(mutex_);
    working_ = static_cast<unsigned>(static_cast<int>(working_) + difference);
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> tasks_;
  std::size_t next_ = 0;
  unsigned working_ = 0;
  unsigned most_;
};

void complete_observation(CaseMonitor* monitor, const CaseProcess& process, bool timed_out) {
  if (monitor->is_complete) return;
  if (timed_out)
    monitor->set_incomplete(Status::timeout, monitor->timeout_reason());
  else if (!process.is_started())
    monitor->set_incomplete(Status::broken, "the case could not be started");
  else
    monitor->set_incomplete(Status::crashed, "ended with exit status " + std::to_string(process.exit_code()) +
                                                 " before it reported everything");
}

Observation observe(const Task& task, const RunOptions& options, TaskQueue* queue) {
  const double started = probe::now();
  CaseMonitor monitor(task.id, task.repeat, options.timeout);
  const CaseProcess process(task.id, options);
  bool timed_out = false;
  bool counted_as_waiting = false;
  while (process.is_started()) {
    const bool ended = process.wait(2);
    process.read_into(&monitor);
    if (monitor.waiting != counted_as_waiting) {
      counted_as_waiting = monitor.waiting;
      queue->count(counted_as_waiting ? -1 : 1);
    }
    timed_out = probe::now() >= monitor.deadline;
    if (ended || timed_out || monitor.is_complete) break;
  }
  if (!timed_out && process.is_started()) process.wait(2000);
  process.kill();
  process.read_into(&monitor);
  complete_observation(&monitor, process, timed_out);
  monitor.observation.seconds = probe::now() - started;
  if (!counted_as_waiting) queue->count(-1);
  return monitor.observation;
}

}  // namespace

void run_cases(const std::vector<std::string>& ids, const RunOptions& options, const Listener& listener) {
  constexpr std::size_t kMostThreads = 64;
  const std::vector<Task> tasks = tasks_of(ids, options.repeat);
  TaskQueue queue(tasks, options.jobs);
  std::mutex reporting;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(kMostThreads, tasks.size()); ++i) {
    threads.emplace_back([&] {
      for (Task task; queue.take(&task);) {
        const Observation observation = observe(task, options, &queue);
        const std::lock_guard<std::mutex> lock(reporting);
        listener(observation);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace runner
