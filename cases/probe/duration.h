// Durations as observations: the measured value is a detail, the word is stable.
#pragma once
#include <optional>

#include "probe/outcome.h"

namespace probe {

// The word for something that took `seconds` (nothing: its end was not seen within `bound` seconds): "none"
// below half a second, "60 s" for the usual duration it is near to (within 5 %, or a second where that is
// more), "about N s" otherwise, "no end seen". Adds the details seconds and bound_seconds.
Outcome duration(std::optional<double> seconds, double bound);

}  // namespace probe
