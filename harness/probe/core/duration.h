// Durations as observations: the measured value is a detail, the word is stable.
#pragma once
#include <optional>

#include "probe/core/outcome.h"
#include "probe/core/polling.h"

namespace probe {

// The word for how long something took (nothing: its end was not seen within `timeout` seconds): "none" below
// half a second, "60 s" for the one usual duration that lies between the last sample before the end and the
// first one after it, or for the one near to the middle between them (within 5 %, or a second where that is
// more; 10 % where it is shorter), "about N s" otherwise, "no end seen". Throws CaseAborted(broken) if the
// samples are too far apart to tell: a busy system, or a slow table. Adds the details
// seconds, seconds_when_last_seen and timeout_seconds.
Outcome duration(std::optional<Elapsed> took, double timeout);

}  // namespace probe
