// The program's command line.
#pragma once
#include <string>

#include "grid/order.h"
#include "grid/select.h"

namespace grid {

struct Arguments {
  std::string plan = "core";
  Order order;
  Selection selection;
  std::string fields;  // what --select said, for messages
  std::string replay;
  bool list = false;
  bool benchmark = false;
  bool help = false;
  bool users = true;
  bool receivers = true;
  bool reuse = true;
  unsigned jobs = 1;
  unsigned slice = 1;  // of `slices` equal parts
  unsigned slices = 1;
  unsigned every = 1;  // cells of the plan, of which one is taken
  std::string error;   // what is wrong; empty if nothing is
};

Arguments parse_arguments(int argc, char** argv);

extern const char* const kUsage;

}  // namespace grid
