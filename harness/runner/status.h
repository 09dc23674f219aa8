// What became of a case: the runner uses the enum of the vocabulary. It is a text only in a record and on the channel.
#pragma once
#include "probe/core/status.h"

namespace runner {

using probe::Status;
using probe::status_named;
using probe::to_string;

}  // namespace runner
