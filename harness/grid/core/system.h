// What the grid needs of a system besides socket calls. Each function is in the files of its platform (os/).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "grid/core/raw.h"

namespace grid::sys {

// `Linux`, and what uname(3) calls the release; one word each.
std::string system_name();
std::string system_release();

// Prepares the process: socket library, signals, as many descriptors as it may have.
void start();
// How many sockets the process may have open.
std::size_t socket_limit();

// Moves this process to a new network namespace with the loopback device up. False where there is none: the
// process stays where it is.
bool enter_new_namespace();

// Gives the loopback device of this namespace the addresses Address::global4 and Address::global6. False where
// that cannot be done.
bool add_global_addresses();

// Sets the range of automatic ports, both ends included. False where it cannot be set.
bool set_port_range(Port low, Port high);
// The lowest port that the system chooses on its own.
Port lowest_automatic_port();

// Makes the sockets that are opened from now on those of another user, or again of this one. False without
// the right to.
bool act_as_other_user(bool other);

// A line of the system's table of TCP connections.
struct TableEntry {
  TcpState state = TcpState::unknown;  // unknown if no connection has the port
  bool is_record = true;  // the kernel keeps a small record instead of the socket (Linux: TIME_WAIT, orphans)
};
// By local port (host byte order).
using TcpTable = std::array<TableEntry, 65536>;
// False if there is no table that lists connections without a descriptor.
bool read_tcp_table(TcpTable& table);

// The table's line of one connection. Its state is unknown if there is no such connection, or if the system
// cannot be asked for a single one.
TableEntry find_connection(const SocketAddress& local, const SocketAddress& remote);

// The second of the clock by which the system's TCP decides that a connection is old.
std::int64_t clock_second();

// A clock that never goes back, in seconds.
double seconds_now();
// The processor time that this process has used, the system's part included, in seconds.
double processor_seconds();

}  // namespace grid::sys
