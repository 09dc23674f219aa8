#include "grid/output.h"

#include <algorithm>
#include <atomic>
#include <csignal>

#include "grid/scan.h"

namespace grid {
namespace {

std::atomic<bool> stopped{false};

void stop(int) { stopped = true; }

void print_line(std::FILE* file, const Cell& cell, const Answer& answer) {
  static std::string line;
  line.clear();
  append_csv_line(line, cell, answer);
  if (std::fwrite(line.data(), 1, line.size(), file) != line.size()) stopped = true;
}

// Prints each answer as it comes.
class Stream {
 public:
  Stream(const Task& task, std::FILE* file) : task_(task), file_(file) {}

  void take(std::uint32_t index, const Answer& answer) {
    print_line(file_, task_.plan->cells[index], answer);
    if (++count_ % kLinesPerFlush == 0 && std::fflush(file_) != 0) stopped = true;
  }
  std::size_t finish() {
    std::fflush(file_);
    return count_;
  }

 private:
  static constexpr std::size_t kLinesPerFlush = 400;
  const Task& task_;
  std::FILE* file_;
  std::size_t count_ = 0;
};

// Keeps answers that come in another order, and prints them at the end.
class Sorted {
 public:
  Sorted(const Task& task, std::FILE* file)
      : task_(task), file_(file), answers_(task.plan->cells.size()), known_(task.plan->cells.size()) {}

  void take(std::uint32_t index, const Answer& answer) {
    answers_[index] = answer;
    known_[index] = true;
  }
  std::size_t finish() {
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < answers_.size(); ++i) {
      if (!known_[i]) continue;
      print_line(file_, task_.plan->cells[i], answers_[i]);
      ++count;
    }
    std::fflush(file_);
    return count;
  }

 private:
  const Task& task_;
  std::FILE* file_;
  std::vector<Answer> answers_;
  std::vector<bool> known_;
};

template <class Printer>
std::size_t scan_into(Printer printer, const Task& task, const Environment& environment,
                      const std::vector<std::uint32_t>& order) {
  Scanner::Settings settings;
  settings.receivers = task.receivers;
  Scanner scanner(environment, settings, stopped);
  scanner.scan(task.plan->cells, order,
               [&printer](std::uint32_t index, const Answer& answer) { printer.take(index, answer); });
  return printer.finish();
}

}  // namespace

bool is_stopped() { return stopped; }

void stop_at_signals() {
  std::signal(SIGINT, stop);
  std::signal(SIGTERM, stop);
}

void print_header(const Task& task, const Environment& environment) {
  std::printf(
      "# grid schema=1 plan=%s version=%d digest=%s system=%s release=%s %s cells=%zu skipped=%zu\n%s\n",
      task.plan->name.c_str(), task.plan->version, task.plan->digest.c_str(), environment.system.c_str(),
      environment.release.c_str(), text_of(environment).c_str(), task.cells.size(), task.skipped,
      std::string(kCsvHeader).c_str());
  std::fflush(stdout);
}

void print_footer(std::size_t cells, const Task& task, bool complete) {
  std::printf("# end cells=%zu skipped=%zu complete=%s\n", cells, task.skipped, complete ? "yes" : "no");
  std::fflush(stdout);
}

std::size_t scan_and_print(const Task& task, const Environment& environment,
                           const std::vector<std::uint32_t>& positions, std::FILE* file) {
  std::vector<std::uint32_t> order = positions;
  task.order.apply(order);
  if (task.order.kind == Order::Kind::forward) return scan_into(Stream(task, file), task, environment, order);
  return scan_into(Sorted(task, file), task, environment, order);
}

}  // namespace grid
