// Calls that stories make and the grid does not. Each answers as those of grid/core/raw.h; none waits.
#pragma once
#include <cstddef>
#include <string>

#include "explorer/story.h"
#include "grid/core/raw.h"

namespace explorer {

grid::Result send_bytes(grid::Handle socket, const void* data, std::size_t size,
                        const grid::SocketAddress* to);
// `received` is the number of bytes; 0 with Result::ok is the end of the stream.
// `from`, if given, receives the sender's address, with length 0 if the system names none.
grid::Result receive_bytes(grid::Handle socket, void* data, std::size_t size, std::size_t& received,
                           grid::SocketAddress* from = nullptr);
grid::Result shutdown_socket(grid::Handle socket, How how);
grid::Result peer_address(grid::Handle socket, grid::SocketAddress& address);
// connect() with the family AF_UNSPEC.
grid::Result disconnect(grid::Handle socket);
bool is_readable(grid::Handle socket);
void set_send_buffer(grid::Handle socket, int bytes);
// Whether calls on the socket wait. Sockets are opened so that they do not.
void set_blocking(grid::Handle socket, bool blocking);

// The address by which a socket of `family` reaches what is bound to `local`: a wildcard's is the loopback
// address, an IPv4 address has a mapped form for an IPv6 socket. The addresses of the other family stay as
// they are: the system refuses them.
grid::SocketAddress reach(const grid::SocketAddress& local, grid::Family family);
// The name of the address (grid/core/address.h); `other` if it has none.
std::string name_of(const grid::SocketAddress& address);

// Keeps this process on one of the processors that it may use, the one with this number among them, and returns
// the system's number of it; 0 if the system has no such call.
int pin_to_processor(int number);

// Makes the calling thread act as another user, or as itself again. Other threads are not concerned.
bool act_as_other_user(bool other);

}  // namespace explorer
