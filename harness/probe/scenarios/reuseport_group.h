// Several sockets that serve one address: how one joins, and what becomes of the traffic.
#pragma once
#include <vector>

#include "probe/scenarios/connection.h"

namespace probe {

// `newcomer` binds `address` and, for TCP, listens there, while `holder` serves it. The word: "ok", or the
// step at which it is refused: "bind: EADDRINUSE", "listen: EADDRINUSE". Where it works, the detail
// `receiver` says who receives what is then sent to `address` (who_receives in delivery.h: "first" is the
// holder, "second" the newcomer).
Outcome join_outcome(Socket& newcomer, Socket& holder, const Address& address);

// Twelve clients, each with an address and port of its own, come four times each. The word: "same listener"
// when each client always reached one socket, and not all of them the same one (which chance alone would give
// less than once in a million); "only one" when all reached the same one; "different listeners"; or "some
// lost".
Outcome listener_per_client(const std::vector<Socket*>& sockets, const Address& address);

// Sixteen clients connect to `address`, which both listeners serve and nobody accepts at; then a listener
// that has connections waiting is closed. What becomes of them: "passed on" (the other listener accepts them
// all), "reset", "eof" (the clients read end of file), or "some silent" (nothing is heard of one of them
// within five seconds).
Outcome pending_queue_outcome(Socket& first, Socket& second, const Address& address);

// What becomes of a connection that `client` has and that the listener holds back until data come (TCP_DEFER_ACCEPT, tcp(7)):
// to the server its handshake is not complete. The client sends; the word is "first" or "second", the listener that accepts it,
// "reset" where the client is reset, or "lost" where neither happens within five seconds.
Outcome after_the_deferred_data(Socket& client, const std::vector<Socket*>& listeners);

// How many of the listeners accept at least one of so many connections that an even spread would miss one of
// them less than once in a million. Sixteen connections at a time; one that is not accepted within a second
// reached nobody.
int listeners_reached(const std::vector<Socket*>& listeners, const Address& address);

// Attaches a program to the group of `member` that gives everything to the socket with this index, in the order in which
// they joined (SO_ATTACH_REUSEPORT_CBPF, socket(7)). `member` is a socket of this process. Missing where there is no such
// option.
Outcome steer_group_to(Socket& member, unsigned index);

// A listener that set `options` accepts a connection and closes: what bind() of its address comes to for a newcomer with
// `option`, while the connection lives. Whether the accepted socket says that it has the option is the detail "getsockopt".
Outcome beside_accepted(const Options& options, const Option& option);

}  // namespace probe
