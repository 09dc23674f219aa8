// The supervisor on Windows: one thread per running case, which starts this program again for that case alone.
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

namespace runner {
namespace {

constexpr std::size_t kMostKept = 1 << 20;  // bytes kept of one case's output

struct Pipe {
  HANDLE read_end = nullptr;
  HANDLE write_end = nullptr;
};

// The write end is for the case; the read end must not live in it.
Pipe make_pipe() {
  SECURITY_ATTRIBUTES inherit{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
  Pipe pipe;
  if (::CreatePipe(&pipe.read_end, &pipe.write_end, &inherit, 0) == 0)
    throw std::runtime_error("no pipe to be had");
  ::SetHandleInformation(pipe.read_end, HANDLE_FLAG_INHERIT, 0);
  return pipe;
}

// What is there to be read; nothing when there is nothing. False when the other side has closed.
bool drain(HANDLE pipe, std::string* into) {
  for (;;) {
    DWORD there = 0;
    if (::PeekNamedPipe(pipe, nullptr, 0, nullptr, &there, nullptr) == 0) return false;
    if (there == 0) return true;
    char buffer[65536];
    DWORD n = 0;
    if (::ReadFile(pipe, buffer, std::min<DWORD>(there, sizeof buffer), &n, nullptr) == 0 || n == 0)
      return false;
    if (into->size() < kMostKept) into->append(buffer, n);
  }
}

// A case in a job of its own: closing the job ends the case and all it started.
class CaseProcess {
 public:
  CaseProcess(const std::string& id, const RunOptions& options) {
    // Handles are inherited by whatever starts meanwhile: one start at a time.
    static std::mutex one_at_a_time;
    const std::lock_guard<std::mutex> lock(one_at_a_time);
    const Pipe link = make_pipe();
    const Pipe output = make_pipe();
    std::string line = "\"" + options.self + "\" --alone \"" + id + "\" --link " +
                       std::to_string(reinterpret_cast<std::intptr_t>(link.write_end));
    if (!options.stack.empty()) line += " --stack " + options.stack;
    if (options.time_is_warped) line += " --long-waits";
    STARTUPINFOA startup{};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = output.write_end;
    startup.hStdError = output.write_end;
    PROCESS_INFORMATION started{};
    const BOOL ok = ::CreateProcessA(nullptr, line.data(), nullptr, nullptr, TRUE, CREATE_SUSPENDED, nullptr,
                                     nullptr, &startup, &started);
    ::CloseHandle(link.write_end);
    ::CloseHandle(output.write_end);
    link_ = link.read_end;
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
    for (const HANDLE handle : {process_, job_, link_, output_})
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
  bool hear(Hearing* hearing) const {
    drain(output_, &hearing->seen.output);
    const bool open = drain(link_, &hearing->unread);
    hearing->take_lines();
    return open;
  }

 private:
  HANDLE process_ = nullptr;
  HANDLE job_ = nullptr;
  HANDLE link_ = nullptr;
  HANDLE output_ = nullptr;
};

struct Task {
  std::string id;
  int repeat = 0;
};

// The tasks that are left, and how many cases work at this moment.
class Board {
 public:
  Board(std::vector<Task> tasks, unsigned most) : tasks_(std::move(tasks)), most_(most) {}

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

void complete(Hearing* hearing, const CaseProcess& process, bool timed_out, const RunOptions& options) {
  Observation& seen = hearing->seen;
  if (hearing->is_complete) return;
  if (timed_out) {
    seen.status = "timeout";
    seen.why = "no answer within " + std::to_string(static_cast<int>(options.timeout)) + " s";
  } else if (!process.is_started()) {
    seen.status = "broken";
    seen.why = "the case could not be started";
  } else {
    seen.status = "crashed";
    seen.why = "ended with exit code " + std::to_string(process.exit_code()) + " before it said everything";
  }
}

Observation observe(const Task& task, const RunOptions& options, Board* board) {
  const double started = probe::now();
  Hearing hearing(task.id, task.repeat, options.timeout);
  const CaseProcess process(task.id, options);
  bool timed_out = false;
  bool counted_as_waiting = false;
  while (process.is_started()) {
    const bool ended = process.wait(2);
    process.hear(&hearing);
    if (hearing.waiting != counted_as_waiting) {
      counted_as_waiting = hearing.waiting;
      board->count(counted_as_waiting ? -1 : 1);
    }
    timed_out = probe::now() >= hearing.deadline;
    if (ended || timed_out || hearing.is_complete) break;
  }
  if (!timed_out && process.is_started()) process.wait(2000);
  process.kill();
  process.hear(&hearing);
  complete(&hearing, process, timed_out, options);
  hearing.seen.seconds = probe::now() - started;
  if (!counted_as_waiting) board->count(-1);
  return hearing.seen;
}

}  // namespace

void run_cases(const std::vector<std::string>& ids, const RunOptions& options, const Listener& listener) {
  constexpr std::size_t kMostThreads = 64;
  std::vector<Task> tasks;
  for (int repeat = 0; repeat < options.repeat; ++repeat)
    for (const std::string& id : ids) tasks.push_back({id, repeat});
  Board board(tasks, options.jobs);
  std::mutex telling;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(kMostThreads, tasks.size()); ++i) {
    threads.emplace_back([&] {
      for (Task task; board.take(&task);) {
        const Observation seen = observe(task, options, &board);
        const std::lock_guard<std::mutex> lock(telling);
        listener(seen);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

Facts facts_inside(RunOptions* options) {
  options->isolation = isolate(options->isolation);
  Facts facts = ask_facts();
  facts.values["isolation"] = name_of(options->isolation);
  facts.values["user"] = "ordinary";
  if (!options->seed.empty()) facts.values["seed"] = options->seed;
  return facts;
}

}  // namespace runner
