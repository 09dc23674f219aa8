// Several steps as one observation, where a claim is about how they come out together.
#pragma once
#include <initializer_list>

#include "probe/core/outcome.h"

namespace probe {

// The words of the outcomes in their order: "ok, EACCES". Missing as soon as one of them is.
Outcome outcomes_of(std::initializer_list<Outcome> outcomes);

}  // namespace probe
