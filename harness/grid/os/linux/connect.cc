// On loopback the handshake is over before connect() returns EINPROGRESS; a second connect() gives its result (connect(2)).
// That saves poll() and getsockopt().
#include <poll.h>

#include <cerrno>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {

Result connect(Handle socket, const SocketAddress& address, int timeout_ms) {
  const int descriptor = static_cast<int>(socket);
  const auto* raw = reinterpret_cast<const sockaddr*>(address.bytes);
  if (::connect(descriptor, raw, address.length) == 0) return Result::ok;
  if (errno != EINPROGRESS) return result_of(errno);
  if (::connect(descriptor, raw, address.length) == 0) return Result::ok;
  if (errno != EALREADY) return errno == EISCONN ? Result::ok : result_of(errno);
  pollfd polled{descriptor, POLLOUT, 0};
  if (::poll(&polled, 1, timeout_ms) <= 0) return Result::timeout;
  return ::connect(descriptor, raw, address.length) == 0 || errno == EISCONN ? Result::ok : result_of(errno);
}

}  // namespace grid::raw
