// Who gets the traffic where several sockets share a port.
#pragma once
#include <string>
#include <vector>

#include "probe/net/socket.h"

namespace probe {

constexpr int kManyTries = 40;

// Makes `tries` connections to `address` (TCP), or sends as many datagrams (UDP), each from a fresh client,
// and sees which of the two sockets receives it. The word: "first", "second", "both" (each got some), "each"
// (every datagram reached both), "none", or "some lost". The counts are details. Two sockets that each get a
// try with the same probability come out as "first" or "second" by chance less than once in 10^11 times (2 *
// 2^-40); one that gets three in ten of them stays below one in a million (0.7^40).
Outcome who_receives(Socket& first, Socket& second, const Address& address, int tries = kManyTries);

// The thief binds `address` (and, for TCP, listens there) while the victim holds the port in another way.
// What comes of it: "stolen" (the thief receives all that is sent to `address`), "shared", "not stolen",
// "lost" (somebody's traffic reaches nobody), or the step at which the thief is refused: "bind: EADDRINUSE",
// "listen: EADDRINUSE".
Outcome hijack(Socket& victim, Socket& thief, const Address& address);
// The same, for what is sent to `target`, where that is not the thief's own address: the thief takes a
// wildcard.
Outcome hijack(Socket& victim, Socket& thief, const Address& address, const Address& target);

// `outcome` as it is. Where it is "ok" and the two sockets share, adds the detail "receiver": who_receives()
// at `address`.
Outcome with_receiver(const Outcome& outcome, Socket& first, Socket& second, const Address& address);

// Closes an accepted connection so that no TIME_WAIT is left behind: the next client may get the same port. Where SO_LINGER
// cannot be set it is closed as usual, and the detail "abortive_close" says why.
void close_abortively(Socket accepted);

// One connection or datagram of this client to `address`: the indices of the sockets that receive it.
std::vector<std::size_t> receivers_of(const std::vector<Socket*>& sockets, Socket& client,
                                      const Address& address);

// who_receives() for any number of sockets; the counts in the sockets' order, and how many reached nobody at
// the end.
std::vector<int> received_by(const std::vector<Socket*>& sockets, const Address& address, int tries);

// Sends `tries` connections or datagrams to `address` and says how they spread over the sockets: balance() of
// the counts, or "some lost". The counts are details.
Outcome spread_over(const std::vector<Socket*>& sockets, const Address& address, int tries);

// "balanced" when each of the counts is within what an even spread of that many independent tries stays in
// with a probability of 1 - 10^-6 or more (Hoeffding's inequality, all counts together); "uneven" otherwise,
// "only one" where one took all.
Outcome balance(const std::vector<int>& counts);

}  // namespace probe
