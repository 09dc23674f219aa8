// Winsock's headers.
#pragma once
#include <winsock2.h>
#include <ws2tcpip.h>
// After winsock2.h.
#include <mstcpip.h>

#include <cstddef>

namespace grid {

inline void grid_set_length(sockaddr&, std::size_t) {}

}  // namespace grid
