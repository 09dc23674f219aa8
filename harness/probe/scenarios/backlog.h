// How many connections wait at a listener that takes none.
#pragma once
#include "probe/core/outcome.h"
#include "probe/net/socket.h"

namespace probe {

// Connects one client after the other to `listener`, which accepts nobody, until one is not answered within `timeout`
// seconds or is refused. The word: how many connections stand ("2"), or "N or more" where `most` of them do. How the
// next one ended is a detail. A connection that is reset after connect() returned does not stand: a system may answer
// the client's last segment so when the queue is full (FreeBSD does).
Outcome completed_connections(Socket& listener, int most, double timeout = 1.5);

}  // namespace probe
