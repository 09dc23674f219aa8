// tcp(7) and linux/tcp.h: TCP_REPAIR lets a program read the numbers of a connection.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>

#include "grid/core/raw.h"

namespace explorer {

// The sequence number of the next byte that the connection sends. The kernel clears SO_REUSEADDR of a socket
// whose TCP_REPAIR ends (net/ipv4/tcp.c, do_tcp_setsockopt): it is set again.
inline grid::Result next_sequence(grid::Handle socket, std::uint32_t& number) {
  constexpr int kRepair = 19;
  constexpr int kQueue = 20;
  constexpr int kSequence = 21;
  constexpr int kSends = 2;  // the queue of what is sent
  constexpr int kOn = 1;
  constexpr int kOffSilently = -1;  // without a probe of the window
  const int descriptor = static_cast<int>(socket);
  int reuse = 0;
  socklen_t reuse_length = sizeof reuse;
  socklen_t length = sizeof number;
  ::getsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, &reuse_length);
  const bool read = ::setsockopt(descriptor, IPPROTO_TCP, kRepair, &kOn, sizeof kOn) == 0 &&
                    ::setsockopt(descriptor, IPPROTO_TCP, kQueue, &kSends, sizeof kSends) == 0 &&
                    ::getsockopt(descriptor, IPPROTO_TCP, kSequence, &number, &length) == 0;
  const grid::Result result = read ? grid::Result::ok : grid::result_of(errno);
  ::setsockopt(descriptor, IPPROTO_TCP, kRepair, &kOffSilently, sizeof kOffSilently);
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  return result;
}

}  // namespace explorer
