// A server of several processes that share one listener, as children inherit it.
#pragma once
#include "probe/net/socket.h"

namespace probe {

// Four children inherit the listener and wait in accept(); 200 clients connect, one after the other, and
// whichever child accepts one closes it and waits again. The word: "each" if every child accepts some (where
// all are equally likely chance misses one less than once in a million times: 4 * 0.75^200), "only one", or
// "uneven" if some accept none. The counts are details. "some lost" where no child accepts one within five
// seconds. Ends the case as not-applicable where there are no such children.
Outcome spread_over_waiting_children(const Socket& listener);

}  // namespace probe
