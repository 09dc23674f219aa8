// Which cases a run is about.
#pragma once
#include <string>
#include <vector>

namespace runner {

bool is_control(const std::string& id);

// The ids in `all` that `wanted` names, in the order of `wanted` and each once: an id, or a case's name without its
// variant, which stands for all its variants. Then every control, without which no observation is valid. Nothing wanted:
// all. Throws std::invalid_argument with the nearest names if one of them is unknown.
std::vector<std::string> selected_ids(const std::vector<std::string>& all,
                                      const std::vector<std::string>& wanted);

}  // namespace runner
