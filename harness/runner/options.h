// The command line of every program that holds cases. docs/running.md describes it for people.
#pragma once
#include <string>
#include <vector>

#include "runner/isolation.h"

namespace runner {

enum class Mode {
  report,      // run the cases and print a report for people
  records,     // a whole run as JSON Lines on standard output
  list,        // the ids
  facts,       // the facts of the platform, as JSON
  help,        // the usage text
  in_process,  // one case, in this process, for the runner that started it
  helper,      // perform calls for a case in another process
  googletest,  // GoogleTest's own command line (--gtest_…)
};

struct RunOptions {
  Mode mode = Mode::report;
  std::string self;  // how to start this program again
  std::string platform = "unnamed";
  std::string stack;               // the stack that must answer; empty: whichever does
  std::string only_case;           // Mode::in_process
  long long channel = -1;          // Mode::in_process
  long long wakeup = -1;           // Mode::in_process
  long long calls = -1;            // Mode::helper: where calls come from
  long long results = -1;          // Mode::helper: where results go
  bool stack_is_private = false;   // Mode::in_process
  std::vector<std::string> cases;  // ids, or names that stand for all variants; in order; empty: all
  unsigned jobs = 0;  // cases working at the same time; 0: what suits the machine and the isolation
  Isolation isolation = Isolation::automatic;
  int repeat = 1;
  double timeout = 60;  // seconds of a case's own work: it takes milliseconds, but a machine may be busy
  bool time_is_warped = false;  // timeouts in hours
  bool exec_each = false;
  bool announce = false;       // print which case is about to start
  bool share_process = false;  // cases that do not wait run one after the other in one process
  bool helpers_share_memory = false;
  bool with_parent = false;  // end when standard input ends
  std::string seed;
};

// Throws std::invalid_argument with the reason if the command line is wrong.
RunOptions options_from(int argc, char** argv);

// The command line that runs one case in a process of its own, reporting to `channel` and `wakeup` as the system numbers
// them (a negative wakeup: none).
std::vector<std::string> case_arguments(const RunOptions& options, const std::string& id, long long channel,
                                        long long wakeup);

// What --help prints, made of the table of options.
std::string usage();

}  // namespace runner
