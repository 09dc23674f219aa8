// What the runner knows of one case it ran, and the lines of a run file (results/run.schema.json).
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "probe/core/transcript.h"
#include "runner/facts.h"
#include "runner/options.h"

namespace runner {

struct Observation {
  std::string id;
  int repeat = 0;
  std::string status;  // observed, not-applicable, broken, crashed, timeout, not-run
  std::string observed;
  std::optional<std::string> claimed;
  std::string why;                                           // why there is no observation
  std::vector<std::pair<std::string, std::string>> details;  // name, value as JSON
  double seconds = 0;
  std::vector<probe::Step> steps;  // the transcript
  std::string output;              // what the case printed

  // Whether a control with this observation lets the other cases be believed.
  bool lets_pass() const {
    return status == "not-applicable" || (status == "observed" && (!claimed || *claimed == observed));
  }
};

std::string header_line(const RunOptions& options, const Facts& facts);
// {"start":"bind/bound_once[tcp4]"}: the case is about to start. No part of a run file.
std::string start_line(const std::string& id);
std::string observation_line(const Observation& observation, bool repeated);
std::string footer_line(int count);

// The same observation for a person who runs a case by hand.
std::string in_words(const Observation& observation);

}  // namespace runner
