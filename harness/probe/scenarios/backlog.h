// How many connections wait at a listener that takes none.
#pragma once
#include "probe/core/outcome.h"
#include "probe/net/socket.h"

namespace probe {

// Connects one client after the other to `listener`, which accepts nobody, until one is not answered within
// `timeout` seconds or is refused. The word: how many connections stood ("2"), or "N or more" where `most` of
// them do. How the next one ended is a detail.
Outcome completed_connections(Socket& listener, int most, double timeout = 1.5);

}  // namespace probe
