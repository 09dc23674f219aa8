// The end of a non-blocking connect(): POSIX, connect(), EINPROGRESS; the result is in SO_ERROR once the
// socket is writable.
#include <poll.h>

#include <cerrno>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {

Result connect(Handle socket, const SocketAddress& address) {
  const auto* raw = reinterpret_cast<const sockaddr*>(address.bytes);
  return ::connect(static_cast<int>(socket), raw, address.length) == 0 ? Result::ok : result_of(errno);
}

Result await_connection(Handle socket, const SocketAddress&, int timeout_ms) {
  const int descriptor = static_cast<int>(socket);
  pollfd polled{descriptor, POLLOUT, 0};
  if (::poll(&polled, 1, timeout_ms) <= 0) return Result::timeout;
  int error = 0;
  socklen_t length = sizeof error;
  const int returned = ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
  return result_of(returned == 0 ? error : errno);
}

}  // namespace grid::raw
