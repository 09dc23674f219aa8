// The command line of every program that holds cases. docs/running.md describes it for people.
#pragma once
#include <string>
#include <vector>

#include "runner/isolation.h"

namespace runner {

enum class Mode {
  people,      // run the cases, say what happened in words
  records,     // a whole run as JSON Lines on standard output
  list,        // the ids
  facts,       // what the platform says of itself
  alone,       // one case, in this process, for the runner that started it
  helper,      // perform calls for a case in another process
  googletest,  // GoogleTest's own command line (--gtest_…)
};

struct RunOptions {
  Mode mode = Mode::people;
  std::string self;  // how to start this program again
  std::string platform = "unnamed";
  std::string stack;               // the stack that must answer; empty: whichever does
  std::string only_case;           // Mode::alone
  long long link = -1;             // Mode::alone
  long long bell = -1;             // Mode::alone
  long long calls = -1;            // Mode::helper: where calls come from
  long long results = -1;          // Mode::helper: where results go
  bool stack_is_private = false;   // Mode::alone
  std::vector<std::string> cases;  // in the order to start them; empty: all
  unsigned jobs = 0;  // cases working at the same time; 0: as suits the machine and the isolation
  Isolation isolation = Isolation::automatic;
  int repeat = 1;
  double timeout = 60;          // seconds of a case's own work: instants, but a machine may be busy
  bool time_is_warped = false;  // bounds in hours
  bool by_exec = false;
  bool announce = false;       // say which case is about to start
  bool share_process = false;  // cases that do not wait come one after the other in one process
  bool helpers_share_memory = false;
  bool with_parent = false;  // end when standard input does
  std::string seed;
};

// Throws std::invalid_argument, saying what is wrong, for a command line that cannot be understood.
RunOptions options_from(int argc, char** argv);

extern const char kUsage[];

}  // namespace runner
