// The socket headers of a POSIX system.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstddef>
#include <type_traits>

namespace grid {

// 4.4BSD's sockaddr has a length; others do not, and then this does nothing.
template <class Sockaddr>
auto set_length(Sockaddr& address, std::size_t length, int) -> decltype(address.sa_len, void()) {
  address.sa_len = static_cast<decltype(address.sa_len)>(length);
}
template <class Sockaddr>
void set_length(Sockaddr&, std::size_t, long) {}
inline void grid_set_length(sockaddr& address, std::size_t length) { set_length(address, length, 0); }

}  // namespace grid
