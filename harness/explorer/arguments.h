// The program's command line.
#pragma once
#include <string>

namespace explorer {

struct Arguments {
  std::string file;  // empty: standard input
  int jobs = 1;
  int settle_ms = 0;
  int max_wait_ms = 0;
  int timeout_s = 0;  // of one story; 0: five seconds and what its waits may take
  bool isolate = false;
  bool process_per_story = false;
  bool transcript = false;
  bool benchmark = false;
  bool help = false;
  std::string error;  // what is wrong; empty if nothing is
};

Arguments parse_arguments(int argc, char** argv);

extern const char* const kUsage;

}  // namespace explorer
