// Several processes, each in a network namespace of its own. Process j has every jobs-th piece of the task;
// the parent prints the pieces in order.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "grid/output.h"

namespace grid {
namespace {

constexpr std::size_t kPiece = 6400;    // cells
constexpr int kPipeSize = 1024 * 1024;  // bytes: a process may run ahead by some pieces

struct Process {
  pid_t id = -1;
  int output = -1;
};

std::vector<std::uint32_t> share(const Task& task, unsigned job, unsigned jobs) {
  std::vector<std::uint32_t> cells;
  for (std::size_t piece = job; piece * kPiece < task.cells.size(); piece += jobs) {
    const std::size_t end = std::min((piece + 1) * kPiece, task.cells.size());
    for (std::size_t i = piece * kPiece; i < end; ++i) cells.push_back(task.cells[i]);
  }
  return cells;
}

[[noreturn]] void work(const Task& task, const Environment& environment, unsigned job, unsigned jobs,
                       int output) {
  std::FILE* file = ::fdopen(output, "w");
  if (file == nullptr) ::_exit(1);
  scan_and_print(task, environment, share(task, job, jobs), file);
  std::fclose(file);
  ::_exit(0);
}

Process start(const Task& task, const Environment& environment, unsigned job, unsigned jobs,
              const std::vector<Process>& others) {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  ::fcntl(ends[1], F_SETPIPE_SZ, kPipeSize);
  Process process;
  process.id = ::fork();
  if (process.id == 0) {
    ::close(ends[0]);
    for (const Process& other : others) ::close(other.output);
    work(task, environment, job, jobs, ends[1]);
  }
  ::close(ends[1]);
  process.output = ends[0];
  return process;
}

// Prints the lines that come from a process.
class Lines {
 public:
  explicit Lines(int input) : file_(::fdopen(input, "r")) {}

  // Returns how many of `count` lines came before the end.
  std::size_t print(std::size_t count) {
    std::size_t printed = 0;
    while (file_ != nullptr && printed < count && std::fgets(line_, sizeof line_, file_) != nullptr) {
      if (!std::string_view(line_).empty() && std::string_view(line_).back() == '\n') ++printed;
      if (std::fputs(line_, stdout) < 0) break;
    }
    std::fflush(stdout);
    return printed;
  }
  void close() {
    if (file_ != nullptr) std::fclose(file_);
  }

 private:
  std::FILE* file_;
  char line_[512] = {};
};

std::size_t print_all(const Task& task, std::vector<Lines>& outputs) {
  std::size_t printed = 0;
  for (std::size_t start = 0; start < task.cells.size(); start += kPiece) {
    const std::size_t count = std::min(kPiece, task.cells.size() - start);
    printed += outputs[(start / kPiece) % outputs.size()].print(count);
    if (std::ferror(stdout) != 0) break;
  }
  return printed;
}

}  // namespace

std::size_t scan_in_processes(const Task& task, const Environment& environment, unsigned jobs) {
  if (jobs < 2 || !environment.namespaces) return scan_and_print(task, environment, task.cells, stdout);
  std::fflush(stdout);
  std::vector<Process> processes;
  for (unsigned job = 0; job < jobs; ++job)
    processes.push_back(start(task, environment, job, jobs, processes));
  std::vector<Lines> outputs;
  outputs.reserve(processes.size());
  for (const Process& process : processes) outputs.emplace_back(process.output);
  const std::size_t printed = print_all(task, outputs);
  for (Lines& output : outputs) output.close();
  for (const Process& process : processes)
    if (process.id > 0) ::waitpid(process.id, nullptr, 0);
  return printed;
}

}  // namespace grid
