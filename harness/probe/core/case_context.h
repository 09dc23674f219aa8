// The one case that this process runs: what the runner decided for it, and what it has recorded so far. Cases
// do not see it; they read it through the vocabulary.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "probe/core/status.h"
#include "probe/core/transcript.h"
#include "probe/core/variant.h"

namespace probe {

// What a case has to say in the end.
struct CaseRecord {
  Status status = Status::broken;
  std::string why = "the case ended without its claim";  // why there is no observation
  std::string observed;
  std::optional<std::string> claimed;
  std::vector<std::pair<std::string, std::string>> details;  // name, value as JSON
};

struct CaseContext {
  Variant variant = Variant::none;
  bool stack_is_private = false;                      // nobody else uses this process's network stack
  std::optional<std::string> expected_network_stack;  // the stack that the run is about, if it names one
  bool time_is_warped = false;                        // the platform's clock jumps over idle time
  bool helpers_share_memory = false;                  // helper processes share the memory of their case
  CaseRecord record;
  Transcript transcript;
};

// The process's one instance.
CaseContext& case_context();

}  // namespace probe
