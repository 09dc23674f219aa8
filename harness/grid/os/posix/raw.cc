// The calls that every POSIX system makes alike.
#include "grid/core/raw.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "os/sockets.h"

namespace grid {

namespace {

Result outcome(long returned) { return returned >= 0 ? Result::ok : result_of(errno); }

const sockaddr* raw_of(const SocketAddress& address) {
  return reinterpret_cast<const sockaddr*>(address.bytes);
}

#ifdef MSG_NOSIGNAL
constexpr int kNoSignal = MSG_NOSIGNAL;
#else
constexpr int kNoSignal = 0;  // macOS: SIGPIPE is ignored by the program
#endif

}  // namespace

namespace raw {

Result bind(Handle socket, const SocketAddress& address) {
  return outcome(::bind(static_cast<int>(socket), raw_of(address), address.length));
}

Result listen(Handle socket, int backlog) { return outcome(::listen(static_cast<int>(socket), backlog)); }

Result send(Handle socket, const void* data, std::size_t size, std::size_t& sent) {
  const ssize_t count = ::send(static_cast<int>(socket), data, size, kNoSignal);
  sent = count > 0 ? static_cast<std::size_t>(count) : 0;
  return outcome(count);
}

Result send_to(Handle socket, const SocketAddress& address) {
  return outcome(::sendto(static_cast<int>(socket), "x", 1, kNoSignal, raw_of(address), address.length));
}

Result receive(Handle socket) {
  char data[64];
  return outcome(::recv(static_cast<int>(socket), data, sizeof data, 0));
}

Result shutdown_write(Handle socket) { return outcome(::shutdown(static_cast<int>(socket), SHUT_WR)); }

Result close(Handle socket) { return outcome(::close(static_cast<int>(socket))); }

Result local_address(Handle socket, SocketAddress& address) {
  socklen_t length = sizeof address.bytes;
  const int returned =
      ::getsockname(static_cast<int>(socket), reinterpret_cast<sockaddr*>(address.bytes), &length);
  address.length = static_cast<std::uint8_t>(length);
  return outcome(returned);
}

bool wait_readable(const Handle* sockets, std::size_t count, int timeout_ms) {
  pollfd polled[64];
  if (count > 64) count = 64;
  for (std::size_t i = 0; i < count; ++i) polled[i] = {static_cast<int>(sockets[i]), POLLIN, 0};
  return ::poll(polled, static_cast<nfds_t>(count), timeout_ms) > 0;
}

}  // namespace raw
}  // namespace grid
