// The end of a non-blocking connect(): POSIX, connect(), EINPROGRESS; the result is in SO_ERROR once the socket is writable.
#include <poll.h>

#include <cerrno>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {

Result connect(Handle socket, const SocketAddress& address, int timeout_ms) {
  const int descriptor = static_cast<int>(socket);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(address.bytes), address.length) == 0)
    return Result::ok;
  if (errno != EINPROGRESS) return result_of(errno);
  pollfd polled{descriptor, POLLOUT, 0};
  if (::poll(&polled, 1, timeout_ms) <= 0) return Result::timeout;
  int error = 0;
  socklen_t length = sizeof error;
  return ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? result_of(error)
                                                                              : result_of(errno);
}

}  // namespace grid::raw
