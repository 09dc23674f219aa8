// A whole run on a system on which nothing else of the suite is installed.
#pragma once
#include <string>

#include "runner/options.h"

namespace standalone {

struct SurveyOptions {
  runner::RunOptions run;
  std::string output;   // the run file; empty: named by the platform, in the current folder
  std::string by;       // who runs it; empty: not stated
  std::string how;      // the machine and its settings, in the words of that person; empty: not stated
  std::string version;  // of this program
};

// Runs the cases, shows progress and a summary on standard output, and writes the run file. Returns the exit
// status: 0 if all was observed or does not apply, 1 if something was broken, crashed or timed out. Throws
// runner::Interrupted, and std::runtime_error if the file cannot be written.
int survey(const SurveyOptions& options);

}  // namespace standalone
