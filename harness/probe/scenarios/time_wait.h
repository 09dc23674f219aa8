// TIME_WAIT as something that begins, is there and ends.
#pragma once
#include <optional>

#include "probe/scenarios/connection.h"

namespace probe {

// What a second connection leaves, unrelated to the case, whose client closes first: whether TIME_WAIT is
// there, and whether the stack's table lists it. A table may leave out what has no socket any more (gVisor's
// does).
struct AnotherTimeWait {
  bool kept = false;
  bool listed = false;
};
AnotherTimeWait another_time_wait();

// For a case that found no TIME_WAIT in the stack's table, which says nothing where the table lists none.
// Ends the case as not-applicable there.
void require_listed_time_wait();

// The state in which a connection that both sides have closed comes to rest, seen from `local`: "TIME_WAIT",
// "none" (the stack keeps nothing of it), or the state in which it still hangs after `timeout` seconds.
// Missing where the stack has no table of states.
Outcome settled_state(const Address& local, const Address& remote, double timeout = kDefaultTimeout_s);

// How long the TIME_WAIT lasts that close_server_first() or close_client_first() left, as a word (see
// duration.h); looked for up to `timeout` seconds. Where the stack's table does not list it, until a plain
// socket gets the port.
Outcome time_wait_lasts(const Connection& connection, double timeout);

// Seconds from now on until an entry in TIME_WAIT, which the case has shown to be there, is gone; nothing
// when it outlasts `timeout`. Where the stack's table does not list it, until a plain socket gets the port.
std::optional<Elapsed> seconds_of_time_wait(const Address& local, const Address& remote, double timeout);

// Seconds until a socket without any option gets `address`, tried again and again; nothing when `timeout`
// runs out. Each try is a fresh socket, closed at once.
std::optional<Elapsed> seconds_until_plain_bind(const Address& address, double timeout);

// A client whose connection the server closed first, with its TIME_WAIT on the server's side, connects again from the port
// that it had to the same, still listening server: what connect() comes to. Ends the case as not-applicable where there is
// no such TIME_WAIT.
Outcome reconnect_to_time_wait();

// Makes `count` connections to `listener`, the server's end of each closed first, every one from another port: a client
// that gets a port again would reopen the entry that is there (RFC 9293, 3.6.1, MAY-2), or be dropped by it.
void leave_entries(Socket& listener, int count);

}  // namespace probe
