// What the runner hears from a case over its link (probe/link.h), on any system.
#pragma once
#include <string>
#include <string_view>

#include "runner/observation.h"

namespace runner {

class Hearing {
 public:
  // `timeout`: the seconds a case may work before it must have said that it waits, or everything.
  Hearing(const std::string& id, int repeat, double timeout);

  // Takes the whole lines of `unread`, up to the end of the case, and leaves the rest.
  void take_lines();

  std::string unread;  // bytes of the link that were not taken yet
  Observation seen;
  bool waiting = false;      // the case announced a wait and does no work
  bool is_complete = false;  // the case has said everything
  double deadline = 0;       // on probe::now()'s clock

 private:
  void take(std::string_view line);

  double timeout_;
};

}  // namespace runner
