// Two options compared: which of them lets a second socket in where the other does not.
#pragma once
#include "probe/core/outcome.h"
#include "probe/net/option.h"
#include "probe/net/process.h"

namespace probe {

// Goes through the situations in which a newcomer wants the port of a holder, each once with `one` and once
// with `other`. TCP: the holder is bound, listens, has an established connection, or has left TIME_WAIT; UDP:
// it is bound. The two have the same address, the wildcard and a specific one, or the reverse. Both set the
// option, or the newcomer alone. An option allows more where the newcomer gets further: bound, and for TCP
// listening. The word: the name of the option that allows more wherever the two differ, "neither" where each
// allows what the other refuses, "same" where they never differ. Each situation with a difference is a
// detail: "bound, same address, both set". Ends the case as not-applicable where one of the options is not
// there.
Outcome more_permissive_option(const Option& one, const Option& other,
                               const Process& newcomer = this_process());

}  // namespace probe
