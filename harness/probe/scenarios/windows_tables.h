// The tables that Microsoft published of what a second bind() does, by the options and addresses of both
// sockets.
#pragma once
#include "probe/core/outcome.h"
#include "probe/net/process.h"

namespace probe {

enum class Holder { bound, listening };

// Tries every cell of the tables with two fresh TCP or UDP sockets of the running variant: the first one sets
// none, SO_REUSEADDR or SO_EXCLUSIVEADDRUSE, binds the wildcard or the loopback address, and listens if
// `holder` says so; the second one, in `newcomer`, does the like on the same port and only binds. The word:
// the name of the table whose every cell is what happened ("ws2003_same_account"), the names of several, or
// "none of the tables". What each cell did and in how many cells each table differs are details. Cells with
// an option that is not there are left out, and their number is a detail.
Outcome matching_windows_table(Holder holder, const Process& newcomer);

}  // namespace probe
