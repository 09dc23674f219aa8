#include "grid/output.h"

#include <algorithm>
#include <atomic>
#include <csignal>

#include "grid/lane.h"
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

// Prints answers in the expected order, each as soon as those before it have come. What has come out of order
// is printed at the end, so that a scan that is stopped keeps it.
class Printer {
 public:
  // `expected`: the cells that will come, in the order in which they are printed.
  Printer(const Task& task, const std::vector<std::uint32_t>& expected, std::FILE* file)
      : task_(task),
        expected_(expected),
        file_(file),
        answers_(task.plan->cells.size()),
        known_(task.plan->cells.size()) {}

  void take(std::uint32_t index, const Answer& answer) {
    answers_[index] = answer;
    known_[index] = true;
    while (next_ < expected_.size() && known_[expected_[next_]]) print(expected_[next_++]);
  }

  // Prints the rest. Returns how many lines were printed in all.
  std::size_t finish() {
    for (; next_ < expected_.size(); ++next_)
      if (known_[expected_[next_]]) print(expected_[next_]);
    std::fflush(file_);
    return count_;
  }

 private:
  void print(std::uint32_t index) {
    print_line(file_, task_.plan->cells[index], answers_[index]);
    if (++count_ % kLinesPerFlush == 0 && std::fflush(file_) != 0) stopped = true;
  }

  static constexpr std::size_t kLinesPerFlush = 400;
  const Task& task_;
  const std::vector<std::uint32_t>& expected_;
  std::FILE* file_;
  std::vector<Answer> answers_;
  std::vector<bool> known_;
  std::size_t next_ = 0;  // in expected_
  std::size_t count_ = 0;
};

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
  // The scanner asks the cells that must be alone at the end. Those behind them in the plan do not wait for
  // them: who reads the output sees that the scan goes on.
  std::vector<std::uint32_t> expected = positions;
  std::stable_partition(expected.begin(), expected.end(),
                        [&task](std::uint32_t index) { return !must_be_alone(task.plan->cells[index]); });
  Scanner::Settings settings;
  settings.receivers = task.receivers;
  settings.reuse = task.reuse;
  Scanner scanner(environment, settings, stopped);
  Printer printer(task, expected, file);
  scanner.scan(task.plan->cells, order,
               [&printer](std::uint32_t index, const Answer& answer) { printer.take(index, answer); });
  return printer.finish();
}

}  // namespace grid
