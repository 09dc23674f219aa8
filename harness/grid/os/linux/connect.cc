// On loopback the handshake is over before connect() returns EINPROGRESS; a second connect() gives its result
// (connect(2)). That saves poll() and getsockopt().
#include <poll.h>

#include <cerrno>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {
namespace {

const sockaddr* raw_of(const SocketAddress& address) {
  return reinterpret_cast<const sockaddr*>(address.bytes);
}

Result again(int descriptor, const SocketAddress& address) {
  if (::connect(descriptor, raw_of(address), address.length) == 0 || errno == EISCONN) return Result::ok;
  return errno == EALREADY ? Result::kEINPROGRESS : result_of(errno);
}

}  // namespace

Result connect(Handle socket, const SocketAddress& address) {
  const int descriptor = static_cast<int>(socket);
  if (::connect(descriptor, raw_of(address), address.length) == 0) return Result::ok;
  return errno == EINPROGRESS ? again(descriptor, address) : result_of(errno);
}

Result await_connection(Handle socket, const SocketAddress& address, int timeout_ms) {
  const int descriptor = static_cast<int>(socket);
  pollfd polled{descriptor, POLLOUT, 0};
  return ::poll(&polled, 1, timeout_ms) <= 0 ? Result::timeout : again(descriptor, address);
}

}  // namespace grid::raw
