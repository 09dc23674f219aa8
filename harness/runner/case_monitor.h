// Reads what a case reports over its channel (probe/core/runner_channel.h), on any system.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "runner/observation.h"

namespace runner {

// Bytes kept of what one case prints.
constexpr std::size_t kMaxOutputBytes = 1 << 20;

class CaseMonitor {
 public:
  // `timeout`: the seconds a case may work before it has announced a wait or reported everything.
  CaseMonitor(const std::string& id, int repeat, double timeout);

  // Consumes the whole lines of `unread` up to the end of the case, and leaves the rest.
  void consume_lines();
  // Completes the observation of a case that ended or was ended before it reported everything.
  void set_incomplete(Status status, const std::string& why);
  // The reason of Status::timeout, with the limit in seconds.
  std::string timeout_reason() const;

  std::string unread;  // bytes of the channel that are not consumed yet
  Observation observation;
  bool waiting = false;      // the case announced a wait and does no work
  bool is_complete = false;  // the case has reported everything
  double deadline = 0;       // on probe::now()'s clock

 private:
  void consume(std::string_view line);

  double timeout_;
};

}  // namespace runner
