// Servers that are started again on the address that they had.
#pragma once
#include <functional>

#include "probe/scenarios/connection.h"

namespace probe {

// `server` binds `address`, listens, takes one connection and answers over it; then it closes the connection
// first, and itself. The word: "serves", or the step that failed: "bind: EADDRINUSE", "listen: EADDRINUSE",
// "connect: ECONNREFUSED". A server on the wildcard address is reached at the loopback address.
Outcome serve_once(Socket server, const Address& address);

// Does `step` at once and then every `interval` seconds until it succeeds or `timeout` seconds are over;
// gives the last outcome. The number of tries and the seconds are details. The claim is about the waiting.
Outcome retry_every(double interval, const std::function<Outcome()>& step, double timeout);

// A port of the system's choice that is a multiple of `divisor`, free at loopback(); ends the case as
// not-applicable where none is found near the ports that the system gives.
Port free_port_divisible_by(int divisor);

}  // namespace probe
